// The receipt: a row for each stage, what it did in numbers and words, and the one number that sums the step up.
// A row is as tall as the tallest of what it can say, so that nothing moves while S does.

import { made } from "../browser/dom.js";

const MARKS = { fine: "✓", rounding: "≈", damage: "▲" };

/** Of choices as the server packs them, the one at a place. */
export function chosen({ of, at }, place) {
  return of[at.length ? at[place] : 0];
}

/** Make the rows anew, with room for everything that each can say. */
export function makeRows(list, stages, rows) {
  list.replaceChildren(...stages.map((stage, index) => newRow(stage, rows[index].of)));
}

function newRow({ name, code }, variants) {
  const item = document.createElement("li");
  const head = added(item, "div", "gr-head");
  added(head, "span", "gr-name").textContent = name;
  const number = added(head, "span", "gr-number");
  number.style.setProperty("--gr-length", Math.max(...variants.map((variant) => variant.number.length)));
  const below = added(item, "div", "gr-below");
  added(below, "code").textContent = code;
  const factor = added(below, "span", "gr-factor");
  factor.style.setProperty("--gr-length", Math.max(...variants.map((variant) => variant.factor.length)));
  reserve(added(item, "div", "gr-said"), variants.map((variant) => [named(variant), variant.said]));
  return item;
}

/** A place for one of many texts: unseen, the others keep it as large as any of them needs. */
function reserve(place, texts) {
  for (const [bold, text] of texts) {
    const unseen = added(place, "p", "gr-unseen");
    unseen.ariaHidden = "true";
    fillIn(unseen, bold, text);
  }
  added(place, "p", "gr-seen");
}

/** A new part at the end of another. */
function added(parent, tag, className = "") {
  return parent.appendChild(made(tag, className));
}

/** A short name in bold, and a text behind it. */
function fillIn(paragraph, bold, text) {
  const name = document.createElement("b");
  name.textContent = bold;
  paragraph.replaceChildren(...(bold ? [name, " "] : []), text);
}

function named({ severity, named: name }) {
  return name && `${MARKS[severity]} ${name}`;
}

export function drawRows(list, rows, place) {
  rows.forEach((choices, index) => {
    const row = chosen(choices, place);
    const item = list.children[index];
    item.dataset.severity = row.severity;
    item.querySelector(".gr-number").textContent = row.number;
    item.querySelector(".gr-factor").textContent = row.factor;
    fillIn(item.querySelector(".gr-seen"), named(row), row.said);
  });
}

export function makeSummary(find, title, { of }) {
  find("summary").querySelector("h4").textContent = title;
  find("ratio").style.setProperty("--gr-length", Math.max(...of.map(({ ratio }) => ratio.length)));
  find("verdict").replaceChildren();
  reserve(find("verdict"), of.map((summary) => [`${MARKS[summary.severity]} ${summary.verdict}`, summary.expected]));
}

export function drawSummary(find, summary) {
  find("summary").dataset.severity = summary.severity;
  find("ratio").textContent = summary.ratio;
  fillIn(find("verdict").querySelector(".gr-seen"), `${MARKS[summary.severity]} ${summary.verdict}`, summary.expected);
}

/** What is read aloud: the summary, then the rows that did damage. */
export function spokenReceipt(title, { ratio, expected, verdict }, rows) {
  const damages = rows.filter(({ severity }) => severity === "damage").map((row) => `${row.named}: ${row.said}`);
  return [`${title}: ${ratio}.`, expected, verdict, ...damages].join(" ");
}

/** What each thing in the picture means. */
export function drawLegend(list, legend) {
  list.replaceChildren(...legend.map(({ mark, text }) => {
    const item = document.createElement("li");
    added(item, "span", `gr-mark gr-mark-${mark}`).ariaHidden = "true";
    item.append(text);
    return item;
  }));
}
