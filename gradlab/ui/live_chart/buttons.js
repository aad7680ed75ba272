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
  find("table").ontoggle = () => chart.row && drawTable(find, chart.frame, chart.row, chart.words);
  find("copy").onclick = () => copyProgram(find, chart.words.readout);
}

async function copyProgram(find, { copy, copied }) {
  await navigator.clipboard?.writeText(find("program").querySelector("code").textContent);
  find("copy").textContent = copied;
  setTimeout(() => { find("copy").textContent = copy; }, COPIED_FOR);
}
