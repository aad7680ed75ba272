import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { part } from "./page.js";
import { Changes } from "../../gradlab/ui/live_chart/undo.js";

let changes;
let inputs;

beforeEach(() => {
  inputs = {};
  for (const key of ["A0", "A1"]) {
    const within = part();
    within.closest = (selector) => (selector === `.st-key-${key}` ? within : null);
    inputs[key] = Object.assign(within, { value: "0", step: "0.1" });
  }
  globalThis.CSS = { escape: (key) => key };
  document.querySelector = (selector) => Object.entries(inputs).find(([key]) => selector.startsWith(`.st-key-${key} `))?.[1] ?? null;
  globalThis.location = { href: "http://page/" };
  changes = new Changes({ base: { data: { quiet: ["A0", "A1"], elements: [{ key: "A0" }, { key: "A1" }], sliders: {} } }, frame: { key: "A0" } });
});

const press = (key, isTrusted = true) => changes.touched({ type: "pointerdown", target: inputs[key], isTrusted });
const move = (key, value) => {
  inputs[key].value = value;
  changes.moved(inputs[key]);
};
const kept = () => changes.list.map(({ moves }) => moves && Object.fromEntries(moves));

test("a drag is one change, back to where it began", () => {
  press("A0");
  for (const value of ["0.1", "0.2", "0.3"]) move("A0", value);

  assert.deepEqual(kept(), [{ A0: "0" }]);
});

test("two drags are two changes, of each the value before", () => {
  press("A0");
  move("A0", "0.1");
  press("A0");
  move("A0", "0.2");

  assert.deepEqual(kept(), [{ A0: "0" }, { A0: "0.1" }]);
});

test("arrow keys that follow each other are one change", () => {
  const key = () => changes.touched({ type: "keydown", target: inputs.A0, key: "ArrowRight", isTrusted: true });
  key();
  move("A0", "0.1");
  key();
  move("A0", "0.2");

  assert.deepEqual(kept(), [{ A0: "0" }]);
});

test("what moves by itself, or after a touch that no hand has made, is no change", () => {
  move("A0", "0.1");
  press("A0", false);
  move("A0", "0.2");
  press("A0");
  move("A1", "0.3");

  assert.deepEqual(kept(), []);
});

test("two sliders moved at once are one change", () => {
  changes.hold("A0", "A1");
  move("A0", "0.1");
  move("A1", "0.2");

  assert.deepEqual(kept(), [{ A0: "0", A1: "0" }]);
});

test("the last 20 are kept, and what the server has kept counts", () => {
  changes.receive({ changes: 3, kept: 2 });
  assert.equal(changes.list.length, 2);
  changes.receive({ changes: 5, kept: 4 });
  assert.equal(changes.list.length, 4);
  for (let count = 0; count < 30; count += 1) {
    press("A0");
    move("A0", String(count + 1));
  }

  assert.equal(changes.list.length, 20);
  assert.deepEqual(kept().at(-1), { A0: "29" });
});

test("only a hand's click on the stock button undoes here", () => {
  let undone = 0;
  let stopped = 0;
  changes.undo = () => { undone += 1; };
  const button = part();
  button.closest = (selector) => (selector === ".st-key-undo" ? button : null);
  const click = (isTrusted) => changes.clicked({ target: button, isTrusted, stopPropagation: () => { stopped += 1; } });
  click(false);
  assert.deepEqual([undone, stopped], [0, 0]);
  click(true);
  assert.deepEqual([undone, stopped], [1, 1]);
});

test("Ctrl+Z undoes, but not what is being typed", () => {
  let undone = 0;
  changes.undo = () => { undone += 1; };
  const pressed = (rest, typing = false) => changes.pressed({
    key: "z", ctrlKey: true, target: { matches: (selector) => typing && selector.startsWith("input:not") }, preventDefault() {}, ...rest,
  });
  pressed({});
  pressed({ key: "Z", ctrlKey: false, metaKey: true });
  pressed({}, true);
  pressed({ shiftKey: true });
  pressed({ ctrlKey: false });
  pressed({ key: "y" });

  assert.equal(undone, 2);
});
