import assert from "node:assert/strict";
import { test } from "node:test";

import { part } from "./page.js";
import { keepForms, keepRoom, longestOf, tellingRows } from "../../gradlab/ui/live_chart/room.js";

/** A text in its slot, and what room is kept there. */
function slot() {
  const [holder, text] = [part(), part("p")];
  text.parentElement = holder;
  return { text, room: () => holder.children.slice(1).map(({ dataset }) => dataset.room) };
}

test("room is kept for the longest texts, of each number of lines", () => {
  assert.deepEqual(longestOf(["a", "ccc", "bb", "ccc", "d\ne"]), ["ccc", "bb", "a", "d\ne"]);
});

test("the text stays first in its slot, and room is made anew only for other texts", () => {
  const { text, room } = slot();
  keepRoom(text, ["1", "-12.5"]);
  const before = text.parentElement.children;
  keepRoom(text, ["1", "-12.5"]);

  assert.equal(text.parentElement.children, before);
  assert.equal(before[0], text);
  assert.deepEqual(room(), ["-12.5", "1"]);
});

test("a sentence's room has a long number wherever it is not known what will stand there", () => {
  const { text, room } = slot();
  keepForms(text, { said: "At {element} it is {loss}." }, ["said"], { element: "A[0]" });

  assert.deepEqual(room(), ["At A[0] it is −0.0123457."]);
});

test("rows that tell all: every fifth, and all that are out of the ordinary", () => {
  const verdict = Int8Array.from({ length: 12 }, (_, index) => Number(index === 7));
  const data = { verdicts: ["slope", "corner"], causes: { 3: {} }, remarks: {} };
  const rows = tellingRows({ data, numbers: { position: new Float64Array(12), verdict }, at: (index) => ({ index }) });

  assert.deepEqual(rows.map(({ index }) => index), [0, 3, 5, 7, 10]);
});
