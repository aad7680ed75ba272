// The ways to where there is no single slope: a button for a place, and one to the next where there are several.

import { filled, written } from "../browser/numbers.js";

// By the verdict of the judge of slopes: the words for one such place, and for the next of several.
const CORNER = { one: "kink", next: "next_kink" };
const KINDS = { corner: CORNER, jump: { one: "jump", next: "next_jump" }, vertical: { one: "vertical", next: "next_vertical" } };

/** The buttons: of each kind of place, and of those at which PyTorch returns another number than the slope. */
export function drawCorners(chart, holder) {
  const { frame, words } = chart;
  const places = Map.groupBy(frame.data.kinks, (literal) => kindAt(frame, Number(literal)));
  const others = (frame.data.not_the_slope ?? []).map((literal) => button(placed(frame, words.chart.not_the_slope, literal), () => chart.jump(literal)));
  holder.replaceChildren(...[...places].flatMap(([kind, literals]) => [buttonTo(chart, kind, literals), " "]), ...others);
}

/** What kind of place this is, as the judge of slopes has it; between two positions of the slider it is a corner. */
function kindAt({ data, numbers, parameter }, position) {
  const row = parameter ? -1 : numbers.position.indexOf(position);
  return KINDS[data.verdicts[numbers.verdict[row]]] ?? CORNER;
}

function buttonTo(chart, kind, literals) {
  const { frame, words } = chart;
  if (literals.length === 1) return button(placed(frame, words.chart[kind.one], literals[0]), () => chart.jump(literals[0]));
  return button(words.chart[kind.next], () => {
    const here = chart.row.position;
    chart.jump(literals.find((literal) => Number(literal) > here) ?? literals[0]);
  });
}

function placed(frame, text, literal) {
  return filled(text, { element: frame.at(0).name, position: written(Number(literal)) });
}

function button(text, go) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.onclick = go;
  return made;
}
