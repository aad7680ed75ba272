// The views that can be opened beside the curve, by name. Each is a class in a script of views/, made when its
// view is opened and disposed of when it is closed. A view builds its own part of the page: among the `cards`, `drawn` over
// the plot, `under` or `beside` it, or `after` the sliders. Their styles come in any order. Its methods, as needed:
//
//   take(frame, data, words)  new numbers, `frame.numbers["name.column"]`, its own texts, and its words
//   show(row)                 another row is on screen
//   slid(input)               a stock slider has moved, by its <input type="range">
//   member(frame)             `frame.parameter` is being dragged, and this is the curve at another value of it: `curve()`,
//                             `slopes()`, `data.kinks` and the row on screen are there, and `steepest`, the least and the
//                             largest slope of all values; nothing of `numbers` is. Called with the server's own frame,
//                             too. Returns whether the view follows; one that does not, or has no such method, is marked
//                             as old until the parameter is let go: nothing of it is drawn in the plots, and what it has
//                             put under them and among the cards is dimmed.
//   elsewhere(base)           the frame to be shown instead of the server's own, a `cut`: the curve, and of the row on screen
//                             the loss and the slope, are there; the chart says nothing of it, and what it says is marked
//                             as old. Its `parameter` is the element that has been moved
//   held()                    the reader takes hold of the point: it is about to move
//   late                      whether it waits for what it has asked the server for, and is marked as old meanwhile
//   ahead                     whether it shows what the server has still to compute: all the rest is marked as old then.
//                             It calls `chart.markOld()` when that changes
//   traces(look)              what Plotly draws behind the loss, each with its colour in place
//   derivatives(look)         the same on the plot of the slope, where that view is open, with room for
//                            `frame.numbers["name.slope_fit"]`
//   labels(look, axes)        Plotly's annotations on the plot of the loss
//   mark(scale, row)          what it draws over the plot of the loss
//   refitted(frame)           the reader has asked for axes that show everything
//   drawn(plot)               the plot of the loss has been drawn anew, in other axes or another size, or its curve reshaped
//   saved(scale, row, look)   what it draws over the plot, as Plotly's traces for a saved picture
//   parts                     its elements, where those are not of its own making
//   dispose()                 the view is closed

import { made } from "../browser/dom.js";
import { filled } from "../browser/numbers.js";

export const VIEWS = {};

/** The open views by name, after a message. Those that stay are kept. */
export function openedViews(chart, before, { views }) {
  for (const note of chart.root.querySelectorAll(".gl-failed")) note.remove();
  const wanted = Object.keys(views);
  for (const [name, view] of before) if (!wanted.includes(name)) tried(chart, view, () => view.dispose?.());
  const opened = new Map();
  for (const name of wanted) {
    const view = before.get(name) ?? newView(chart, name);
    if (!view) continue;
    opened.set(name, view);
  }
  return opened;
}

/** A view, with the `parts` it has put into the page; null where it fails. */
function newView(chart, name) {
  const parts = () => ["cards", "under", "beside", "after", "drawn"].flatMap((place) => [...chart.find(place).children]);
  const before = new Set(parts());
  const fresh = () => parts().filter((part) => !before.has(part));
  try {
    const view = new VIEWS[name](chart);
    view.parts ??= fresh();
    return view;
  } catch (error) {
    console.error(error);
    for (const part of fresh()) part.remove();
    sayFailed(chart, name);
    return null;
  }
}

/** What a view answers: `tried(chart, view, () => view.mark?.(scale, row))`. One that fails is closed. */
export function tried(chart, view, ask) {
  try {
    const answer = ask();
    if (answer instanceof Promise) answer.catch((error) => chart.failed(error, view));
    return answer;
  } catch (error) {
    return chart.failed(error, view);
  }
}

/** Take a view that has failed out of the page, and say so. */
export function closeFailed(chart, failed) {
  const [name] = [...chart.views].find(([, view]) => view === failed) ?? [];
  if (!name) return; // it has been closed meanwhile
  chart.views.delete(name);
  sayFailed(chart, name);
  try {
    failed.dispose?.();
  } catch (error) {
    console.error(error);
  }
}

function sayFailed({ find, words }, name) {
  const note = made("p", "gl-card gl-failed", filled(words.chart.failed, { view: words.views[name]?.name ?? name }));
  note.setAttribute("role", "status");
  find("cards").append(note);
}

/** What does not follow a parameter is marked as old while that is dragged, and all but a view that is ahead. */
export function markOld(chart) {
  const { frame, base, views, own, words } = chart;
  const text = frame.cut ? words.chart.elsewhere : words.chart.old;
  const ahead = [...views.values()].some((view) => tried(chart, view, () => view.ahead));
  setOld(own.picture, ahead, text);
  setOld(own.said, ahead || Boolean(frame.cut), text);
  for (const view of views.values()) {
    const follows = !view.late && tried(chart, view, () => view.member?.(frame));
    setOld(view, view.late || (!view.ahead && (ahead || (frame !== base && !follows))), text);
  }
}

/** Mark a view as one that shows the numbers before a drag, in these words, or take the mark off. */
function setOld(view, old, text) {
  view.old = old;
  for (const part of view.parts) {
    part.classList.toggle("gl-old", old);
    part.classList.toggle("gl-late", Boolean(view.late));
    part.dataset.old = text;
  }
}
