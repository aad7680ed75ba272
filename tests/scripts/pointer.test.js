import assert from "node:assert/strict";
import { test } from "node:test";

import { part } from "./page.js";
import { watchDrag, watchPointer } from "../../gradlab/ui/live_chart/pointer.js";

function watched() {
  const surface = part();
  const log = [];
  watchPointer(part("svg"), surface, {
    to: (x, y) => log.push(["to", x, y]), done: () => log.push(["done"]), zoom: (factor, { x, y }) => log.push(["zoom", factor, x, y]),
  });
  const event = (type, pointerId, clientX, clientY, rest) => surface.hears(type, { pointerId, clientX, clientY, ...rest });
  return { event, log };
}

test("a press moves the point there, a drag along with it, and letting go commits once", () => {
  const { event, log } = watched();
  event("pointerdown", 1, 10, 20);
  event("pointermove", 1, 30, 40);
  event("pointerup", 1, 30, 40);
  event("pointermove", 1, 50, 60);

  assert.deepEqual(log, [["to", 10, 20], ["to", 30, 40], ["done"]]);
});

test("only the first button moves the point", () => {
  const { event, log } = watched();
  event("pointerdown", 1, 10, 20, { button: 2 });
  event("pointermove", 1, 30, 40);

  assert.deepEqual(log, []);
});

test("fingers that part zoom in, about the middle between them; fingers that meet zoom out", () => {
  const { event, log } = watched();
  event("pointerdown", 1, 100, 0);
  event("pointerdown", 2, 200, 0);
  log.length = 0;
  event("pointermove", 2, 300, 0);
  event("pointermove", 2, 150, 0);

  assert.deepEqual(log, [["zoom", 0.5, 200, 0], ["zoom", 4, 125, 0]]);
});

test("the second finger ends the drag, and the one that stays does not go on with it", () => {
  const { event, log } = watched();
  event("pointerdown", 1, 100, 0);
  event("pointerdown", 2, 200, 0);
  event("pointerup", 2, 200, 0);
  event("pointermove", 1, 50, 0);

  assert.deepEqual(log, [["to", 100, 0], ["done"]]);
});

test("a mark is dragged by one pointer, from where it was taken to where it is let go", () => {
  const mark = part();
  const log = [];
  watchDrag(part("svg"), mark, { from: ({ x }) => log.push(["from", x]), to: ({ x }) => log.push(["to", x]), done: () => log.push(["done"]) });
  const event = (type, clientX, rest) => mark.hears(type, { clientX, clientY: 0, ...rest });
  event("pointermove", 1);
  event("pointerdown", 2);
  event("pointermove", 3, { isPrimary: false });
  event("pointermove", 4);
  event("pointerup", 4);

  assert.deepEqual(log, [["from", 2], ["to", 4], ["done"]]);
});
