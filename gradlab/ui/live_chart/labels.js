// What names the parts of the chart: it changes with the loss, the element and the language, not while a slider moves.

import { host } from "../browser/host.js";
import { filled, signed, written } from "../browser/numbers.js";
import { drawCorners } from "./corners.js";
import { companionText, programText } from "./gradient.js";
import { checkText, directionInWords, fitPrinted, precisionText } from "./readout.js";
import { keepRoom, tellingRows } from "./room.js";
import { sentence } from "./sentence.js";

export function labelChart(chart) {
  const { find, frame, words } = chart;
  reveal(chart.root, frame.data.hidden ?? "");
  chart.root.dataset.secret = /answer|numbers/.test(chart.root.dataset.hidden) ? "true" : ""; // see said.js
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
  reserve(chart, tellingRows(frame));
}

/** Keep room for all that these rows say: what is said may change while a slider moves, but not where it stands. The room
    that is kept for a secret is as wide, and says nothing of it. */
function reserve({ find, frame: { data }, root, secret, words }, rows) {
  const said = {
    grad: data.printed,
    slope: rows.map((row) => signed(row.slope)),
    loss: rows.map((row) => written(row.loss)),
    direction: rows.map((row) => directionInWords(row, words.readout)),
    said: rows.map((row) => sentence(row, words.sentence)),
    companion: rows.map((row) => companionText(row, data.companion)),
    agree: rows.map((row) => checkText(row, words.check)),
    precision: rows.map((row) => precisionText(row, words.check)),
  };
  for (const [name, texts] of Object.entries(said)) keepRoom(find(name), secret ? texts.map((text) => text.replace(/\d/g, "0")) : texts);
  keepRoom(find("program").querySelector("code"), rows.map((row) => programText(row, { ...data, secret })));
  // The check opens by itself where one of the slopes is none, or another than PyTorch's.
  root.toggleAttribute("data-kink", rows.some(({ verdict }) => verdict !== "slope"));
}

/** Before a question is answered tangent and numbers are hidden; with the answer they come into the picture. */
function reveal(root, hidden) {
  root.toggleAttribute("data-revealed", root.dataset.hidden === "answer" && !hidden);
  root.dataset.hidden = hidden;
}

/** What is said of the whole curve. */
export function labelCurve(chart) {
  const { find, base, frame } = chart;
  fitPrinted(find("printed"), [...base.data.printed, ...frame.data.printed]); // no smaller room for a parameter
  drawCorners(chart, find("kinks"));
}
