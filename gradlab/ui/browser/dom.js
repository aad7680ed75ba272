// Parts of the page, and shapes of the SVG over a plot.

export const FAR = 1e5; // pixels; beyond it browsers stop drawing lines

/** A part of the page: `made("p", "gl-note", "text", child)`. */
export function made(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** A shape of the SVG over a plot. */
export function madeMark(kind, className) {
  const mark = document.createElementNS("http://www.w3.org/2000/svg", kind);
  mark.setAttribute("class", className);
  return mark;
}

/** New shapes in an SVG, by the names they have in the style: `marksIn(svg, { guide: "line" })`. */
export function marksIn(svg, kinds) {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, svg.appendChild(madeMark(kind, `gl-${name}`))]));
}

/** Set several attributes of an element. */
export function place(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** Once the browser has painted what there is. */
export function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
