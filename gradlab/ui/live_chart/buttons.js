// The buttons of the frame: zoom and scale, the table, and copying the program; and what lights up together.

import { watchLights } from "./lights.js";
import { drawTable } from "./table.js";

const COPIED_FOR = 1500; // ms

export function wireButtons(chart) {
  const { find, plot } = chart;
  chart.stops.push(watchLights());
  find("zoom-in").onclick = () => plot.zoom(1 / 1.5);
  find("zoom-out").onclick = () => plot.zoom(1.5);
  find("refit").onclick = () => plot.refit();
  find("same-scale").onclick = () => plot.toggleSameScale();
  find("scroll").tabIndex = 0; // it scrolls by keyboard, too
  find("table").ontoggle = () => chart.row && drawTable(find, chart.frame, chart.row, chart.words);
  find("what").onbeforetoggle = () => placeBelow(find("unscaled"), find("what"));
  find("copy").onclick = () => copyProgram(find, chart.words.readout);
}

/** Put what explains a word right below it, inside the window. */
function placeBelow(word, box) {
  const { left, bottom } = word.getBoundingClientRect();
  const widest = Math.min(34 * 16, 0.86 * innerWidth);
  Object.assign(box.style, { left: `${Math.max(8, Math.min(left, innerWidth - widest - 8))}px`, top: `${bottom + 6}px` });
}

async function copyProgram(find, { copy, copied }) {
  await navigator.clipboard?.writeText(find("program").querySelector("code").textContent);
  find("copy").textContent = copied;
  setTimeout(() => { find("copy").textContent = copy; }, COPIED_FOR);
}
