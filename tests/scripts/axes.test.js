import assert from "node:assert/strict";
import { test } from "node:test";

import { fittedAxes, inSight, roundRun, sameScaleAxes, zoomedAxes } from "../../gradlab/ui/live_chart/axes.js";

test("the fitted axes are the slider's range and the range of losses", () => {
  assert.deepEqual(fittedAxes({ low: [-5], high: [5], fit: [0, 25] }), { x: [-5, 5], y: [0, 25] });
});

test("zooming holds the point it is about still on both axes, and scales what is around it", () => {
  const axes = zoomedAxes({ x: [0, 10], y: [0, 100] }, 0.5, { x: 2, y: 80 });

  assert.deepEqual(axes, { x: [1, 6], y: [40, 90] }); // by hand: 2 ± half of what lay there, 80 likewise
});

test("zooming in and out again comes back", () => {
  const axes = { x: [-4, 4], y: [1, 9] };

  assert.deepEqual(zoomedAxes(zoomedAxes(axes, 0.5, { x: 1, y: 3 }), 2, { x: 1, y: 3 }), axes);
});

test("a point in sight leaves the axes as they are, and so does one that is nowhere", () => {
  const axes = { x: [0, 10], y: [0, 100] };

  for (const loss of [0, 50, 100, NaN, Infinity, -Infinity]) {
    for (const zoomed of [true, false]) assert.equal(inSight(axes, { position: 10, loss }, zoomed), axes);
  }
});

test("zoomed axes move along with a point that would leave them, as wide as they are", () => {
  const axes = inSight({ x: [0, 10], y: [0, 100] }, { position: 12, loss: -5 }, true);

  for (const [[low, high], value, size] of [[axes.x, 12, 10], [axes.y, -5, 100]]) {
    assert.ok(low < value && value < high);
    assert.ok(Math.abs(high - low - size) < 1e-9);
  }
});

test("fitted axes become wide enough for a point that would leave them, and leave nothing out that they show", () => {
  const { x, y } = inSight({ x: [0, 10], y: [0, 100] }, { position: 4, loss: 200 }, false);

  assert.deepEqual(x, [0, 10]);
  assert.equal(y[0], 0);
  assert.ok(y[1] > 200);
});

test("in the same scale a unit of the loss is as high as a unit of the element is wide, about the point", () => {
  const { x, y } = sameScaleAxes({ x: [-5, 5], y: [0, 1000] }, { width: 400, height: 200 }, { x: 1, y: 7 });

  assert.deepEqual({ x, y }, { x: [-5, 5], y: [4.5, 9.5] }); // 10 units over 400 pixels are 5 over 200
});

for (const [unitsPerPixel, pixels, widest, run] of [
  [0.01, 24, 200, 1], // one unit is 100 pixels wide: room for it
  [0.08, 24, 100, 1], // 12 pixels: it can be seen
  [0.1, 24, 100, 5], // 2.4 units at least
  [0.001, 24, 100, 0.05], // a unit would be 1000 pixels wide
  [10, 24, 100, 500],
  [1e-9, 24, 100, 5e-8],
]) {
  test(`${pixels} pixels of ${unitsPerPixel} make a run of ${run}`, () => {
    assert.equal(roundRun(unitsPerPixel, pixels, widest), run);
  });
}
