import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { reachOf, segment } from "../../gradlab/ui/live_chart/marks.js";
import { bestBox, lengthWithin, overlap } from "../../gradlab/ui/live_chart/placement.js";
import { labelsOf, triangleOf } from "../../gradlab/ui/live_chart/triangle.js";

const BOX = { x: 10, y: 10, width: 20, height: 10 };

for (const [line, within] of [[[0, 15, 40, 15], 20], [[20, 0, 20, 100], 10], [[0, 0, 5, 5], 0], [[15, 12, 18, 16], 5], [[0, 9, 40, 9], 0]]) {
  test(`of the line ${line} there is ${within} within the box`, () => {
    assert.equal(lengthWithin(BOX, line), within);
  });
}

test("boxes overlap by the area they share", () => {
  assert.equal(overlap(BOX, { x: 25, y: 5, width: 10, height: 10 }), 25);
  assert.equal(overlap(BOX, { x: 30, y: 10, width: 10, height: 10 }), 0);
});

test("the nearest place is taken that is clear", () => {
  const candidates = [{ ...BOX, off: 1 }, { ...BOX, x: 50, off: 3 }, { ...BOX, x: 90, off: 2 }];
  const around = { lines: [[0, 15, 40, 15]], boxes: [{ ...BOX, x: 85 }], bounds: { x: 0, y: 0, width: 200, height: 100 } };

  assert.equal(bestBox(candidates, around).x, 50);
});

/** A plot in axes, as Plotly scales it. */
function scaleIn({ width, height, letter }, [left, right], [low, high]) {
  const [across, up] = [width / (right - left), height / (high - low)];
  return {
    left: 70, top: 10, width, height, letter, unitsPerPixel: 1 / across,
    atX: (x) => 70 + (x - left) * across, atY: (y) => 10 + height - (y - low) * up,
    toX: (pixel) => left + (pixel - 70) / across, toY: (pixel) => low + (10 + height - pixel) / up,
  };
}

const PLOTS = { desktop: { width: 750, height: 370, letter: 16 }, "with views": { width: 440, height: 130, letter: 16 }, phone: { width: 280, height: 190, letter: 16 }, projector: { width: 1000, height: 600, letter: 34 } };
const LOSSES = {
  "x²": [[-5, 5], [-2, 27], (x) => x * x, (x) => 2 * x],
  "mse of three": [[-10, 10], [-4, 60], (x) => ((x - 3) ** 2) / 3 + 0.2, (x) => (2 * (x - 3)) / 3],
  "|x|": [[-5, 5], [-0.5, 5.5], Math.abs, Math.sign],
  exp: [[-5, 5], [-12, 160], Math.exp, Math.exp],
  log: [[-1, 5], [-3.4, 2], Math.log, (x) => 1 / x],
  "1/x": [[0.02, 4], [-1, 12], (x) => 1 / x, (x) => -1 / x ** 2],
  cube: [[-5, 5], [-135, 135], (x) => x ** 3, (x) => 3 * x * x],
  sigmoid: [[-8, 8], [-0.1, 1.1], (x) => 1 / (1 + Math.exp(-x)), (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2],
  "fit of a line": [[-5, 5], [-20, 410], (x) => 7.5 * (x - 2.2) ** 2 + 3, (x) => 15 * (x - 2.2)],
};

for (const [name, size] of Object.entries(PLOTS)) {
  for (const [loss, [xs, ys, of, slopeOf]] of Object.entries(LOSSES)) {
    test(`on a plot of ${name} the numbers of ${loss} stand clear of tangent, legs, point and each other, and near their legs`, () => {
      const scale = scaleIn(size, xs, ys);
      for (let step = 0; step <= 100; step++) {
        const x = xs[0] + ((xs[1] - xs[0]) * step) / 100;
        const point = { x, loss: of(x), px: scale.atX(x), py: scale.atY(of(x)) };
        const triangle = triangleOf(scale, point, slopeOf(x));
        if (!triangle) continue;
        const tangent = segment(scale, point, slopeOf(x), reachOf(scale), [-1, 1]);
        const { run, rise } = labelsOf(scale, triangle, tangent, point);
        const { fromX, fromY, toX, toY } = triangle;
        const [bottom, right] = [scale.top + scale.height, scale.left + scale.width + 40];
        for (const box of [run, rise]) {
          const lines = { tangent: Object.values(tangent), run: [fromX, fromY, toX, fromY], rise: [toX, fromY, toX, toY] };
          for (const [line, ends] of Object.entries(lines)) assert.equal(lengthWithin(box, ends), 0, `${line} at ${x}`);
          assert.equal(overlap(box, { x: point.px - 10, y: point.py - 10, width: 20, height: 20 }), 0, `point at ${x}`);
          assert.ok(box.y >= scale.top - 1 && box.y + box.height <= bottom + 1 && box.x + box.width <= right, `out of the plot at ${x}`);
        }
        const leg = { x: fromX, y: Math.min(Math.max(fromY, scale.top), bottom), width: toX - fromX, height: 0 };
        const near = 3 * size.letter;
        assert.ok(overlap({ x: run.x - near, y: run.y - near, width: run.width + 2 * near, height: run.height + 2 * near }, { ...leg, height: 1 }) > 0, `far at ${x}`);
        assert.equal(overlap(run, rise), 0, `each other at ${x}`);
      }
    });
  }
}
