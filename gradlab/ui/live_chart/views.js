// The views that can be opened beside the curve, by name. Each is a class in a script of gradlab/ui/views, made when its
// view is opened and disposed of when it is closed. A view builds its own part of the page. Its methods, as needed:
//
//   take(frame, data, words)  new numbers, `frame.numbers["name.column"]`, its own texts, and its words
//   show(row)                 another row is on screen
//   traces(look)              what Plotly draws behind the loss, each with its colour in place
//   slopes(look)              the same on the plot of the slope, where that view is open
//   labels(look, axes)        Plotly's annotations on the plot of the loss
//   mark(scale, row)          what it draws over the plot of the loss
//   refitted(frame)           the reader has asked for axes that show everything
//   drawn(plot)               the plot of the loss has been drawn anew, in other axes or another size
//   saved(scale, row, look)   what it draws over the plot, as Plotly's traces for a saved picture
//   dispose()                 the view is closed

const VIEWS = {};

/** The open views by name, after a message: those that stay are kept, with all they show. */
function openedViews(chart, before, wanted) {
  for (const [name, view] of before) if (!wanted.includes(name)) view.dispose?.();
  return new Map(wanted.map((name) => [name, before.get(name) ?? new VIEWS[name](chart)]));
}

/** A part of the page: `made("p", "gl-note", "text", child)`. */
function made(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** A shape of the SVG over a plot. */
function madeMark(kind, className) {
  const mark = document.createElementNS("http://www.w3.org/2000/svg", kind);
  mark.setAttribute("class", className);
  return mark;
}

/** Set several attributes of an element. */
function place(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
