// Room for texts that change while a slider moves: as much as the longest of them takes is kept from the first, so that
// nothing around them moves. It lies unseen under the text, in the same type, and wraps as that does.

import { made } from "../browser/dom.js";
import { filled } from "../browser/numbers.js";

const CANDIDATES = 3; // of one length one may wrap to another line than the next
const EVERY = 5; // rows; one of these is as long as any
const LONG_NUMBER = "−0.0123457"; // as long as a number in a sentence becomes

/** A part whose text changes, in a place of its own, which has the type. */
export function slotted(part, className = "") {
  return made("div", `gl-slot ${className}`, part);
}

/** Keep room for the longest of these texts in the slot that `part` stands in. */
export function keepRoom(part, texts) {
  const slot = part.parentElement;
  const longest = longestOf(texts);
  if (slot.dataset.longest === longest.join("\n\n")) return;
  slot.dataset.longest = longest.join("\n\n");
  slot.replaceChildren(part, ...longest.map((text) => {
    const room = made("i", "gl-room");
    room.dataset.room = text;
    return room;
  }));
}

/** Keep room for some forms of a sentence, whatever the numbers in it that are not `known`. */
export function keepForms(part, words, forms, known = {}) {
  keepRoom(part, forms.map((form) => filled(words[form], known).replace(/\{\w+\}/g, LONG_NUMBER)));
}

/** The longest texts of each number of lines. */
export function longestOf(texts) {
  const byLines = new Map();
  for (const text of new Set(texts)) {
    const lines = text.split("\n").length;
    byLines.set(lines, [...(byLines.get(lines) ?? []), text]);
  }
  return [...byLines.values()].flatMap((same) => same.sort((one, other) => other.length - one.length).slice(0, CANDIDATES));
}

/** Rows that say all that is said in a sweep: every few, and all that are out of the ordinary. */
export function tellingRows(frame) {
  const rows = Array.from(frame.numbers.position, (_, index) => index % EVERY && usual(frame, index) ? null : frame.at(index));
  return rows.filter(Boolean);
}

function usual({ data: { causes, remarks, verdicts }, numbers }, index) {
  return !causes[index] && !remarks[index] && verdicts[numbers.verdict[index]] === "slope";
}
