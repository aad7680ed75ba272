// What names the parts of the chart: it changes with the loss, the element and the language, not while a slider moves.

import { host } from "../browser/host.js";
import { filled } from "../browser/numbers.js";
import { drawCorners } from "./corners.js";
import { fitPrinted } from "./readout.js";

export function labelChart(chart) {
  const { find, frame, words } = chart;
  document.documentElement.dataset.gradlab = frame.data.view;
  reveal(chart.root, frame.data.hidden ?? "");
  chart.root.dataset.secret = /answer|numbers/.test(chart.root.dataset.hidden) ? "true" : ""; // neither written nor read aloud
  find("exact").querySelector("input").disabled = (frame.data.locked ?? []).includes(frame.key);
  find("title").textContent = frame.data.title.replaceAll("-", "−");
  find("plot").setAttribute("aria-label", filled(words.chart.description, { element: frame.at(0).name }));
  for (const [name, text] of [["zoom-in", words.chart.zoom_in], ["zoom-out", words.chart.zoom_out], ["refit", words.chart.refit]]) {
    find(name).title = text;
    find(name).setAttribute("aria-label", text);
  }
  find("same-scale").textContent = words.chart.same_scale;
  find("active").textContent = host.activeSliderStyle(frame.key, frame.data.longest);
  document.documentElement.dataset.labels = frame.data.longest > 9 ? "long" : "short";
  find("loading").textContent = words.chart.loading;
  find("copy").textContent = words.readout.copy;
  labelCurve(chart);
}

/** Before a question is answered tangent and numbers are hidden; with the answer they come into the picture. */
function reveal(root, hidden) {
  root.toggleAttribute("data-revealed", root.dataset.hidden === "answer" && !hidden);
  root.dataset.hidden = hidden;
}

/** What is said of the whole curve. */
export function labelCurve(chart) {
  const { find, base, frame } = chart;
  fitPrinted(find("grad"), [...base.data.printed, ...frame.data.printed]); // no smaller room for a parameter
  drawCorners(chart, find("kinks"));
}
