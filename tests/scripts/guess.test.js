import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleOf } from "./page.js";
import { VIEWS } from "../../gradlab/ui/live_chart/views.js";
import "../../gradlab/ui/live_chart/views/guess.js";

const scale = scaleOf();

function slopeThrough(x, y) {
  const view = Object.assign(Object.create(VIEWS.guess.prototype), { row: { position: 20, loss: 10 }, low: -5, high: 5 });
  return view.slopeThrough(scale, { x: scale.atX(x), y: scale.atY(y) }, 0.05);
}

test("the line goes through the pointer, on either side of the point", () => {
  assert.equal(slopeThrough(30, 20), 1);
  assert.equal(slopeThrough(10, 0), 1);
  assert.equal(slopeThrough(10, 20), -1);
  assert.equal(slopeThrough(30, 13.4), 0.35);
});

test("it stands where its slider can, and no steeper, above the point too", () => {
  assert.equal(slopeThrough(30, 11.26), 0.15);
  assert.equal(slopeThrough(22, 29), 5);
  assert.equal(slopeThrough(20, 20), 5);
  assert.equal(slopeThrough(20, 0), -5);
});
