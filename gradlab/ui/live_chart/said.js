// All that is said of the row on screen, in numbers and in words. What a question or a worksheet hides is not written into
// the page at all: there it could be read.

import { drawBars, drawProgram } from "./gradient.js";
import { drawCheck, drawReadout } from "./readout.js";
import { sentence, titled } from "./sentence.js";
import { drawTable } from "./table.js";

const TELLING = ["said", "companion", "agree", "precision"];

export function say(chart) {
  const { find, frame, row, words, secret } = chart;
  const { data, largest } = frame;
  if (data.document) chart.entitle(titled(row, data.document));
  drawReadout(find, row, words, secret);
  drawProgram(find, row, { ...data, words: words.readout, secret });
  if (secret) return keepSecret(find);
  const text = sentence(row, words.sentence);
  find("said").textContent = text;
  chart.announce(text);
  drawBars(find, row, { ...data, words: words.readout, largest, choose: (key) => chart.choose(key) });
  drawCheck(find, row, words.check, data);
  return drawTable(find, frame, row, words);
}

/** Take out what has been said of another row before. */
function keepSecret(find) {
  for (const name of TELLING) find(name).textContent = "";
  for (const part of [find("bars"), find("table").querySelector("tbody")]) part.replaceChildren();
}
