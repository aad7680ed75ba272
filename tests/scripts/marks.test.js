import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleOf } from "./page.js";
import { curveLabel } from "../../gradlab/ui/live_chart/chart.js";
import { reachOf, segment } from "../../gradlab/ui/live_chart/marks.js";
import { tangentTrace } from "../../gradlab/ui/live_chart/traces.js";
import { triangleOf } from "../../gradlab/ui/live_chart/triangle.js";

const at = (scale, x, loss) => ({ x, loss, px: scale.atX(x), py: scale.atY(loss) });

for (const slope of [2, -2, 0.5]) {
  for (const [side, x] of [["right", 5], ["left", 39]]) {
    test(`the triangle of slope ${slope} to the ${side} of the point has its ends on the tangent`, () => {
      const scale = scaleOf();
      const { ends: [[x1, y1], [x2, y2]], fromX, toX, fromY, toY, run, rise } = triangleOf(scale, at(scale, x, 15), slope);

      assert.equal((y2 - y1) / (x2 - x1), slope);
      assert.equal(15 + slope * (x1 - x), y1);
      assert.deepEqual([fromX, fromY], [scale.atX(x1), scale.atY(y1)]);
      assert.deepEqual([toX, toY], [scale.atX(x2), scale.atY(y2)]);
      assert.equal(x1 < x, side === "left");
      assert.equal(run, "+5"); // the first round number that is 24 pixels wide
      assert.equal(rise, `${slope > 0 ? "+" : "−"}${Math.abs(5 * slope)}`);
    });
  }
}

test("there is no triangle where the slope is 0 or not finite, or the point outside", () => {
  const scale = scaleOf();

  for (const [loss, slope] of [[15, 0], [15, NaN], [15, Infinity], [31, 1], [-1, 1], [15, 1e6]]) {
    assert.equal(triangleOf(scale, at(scale, 5, loss), slope), null);
  }
});

test("a tangent reaches as far on screen however steep it is, in the direction of its slope", () => {
  const scale = scaleOf({ up: 3 });
  for (const slope of [0, 1, -4, 1e4]) {
    const { x1, y1, x2, y2 } = segment(scale, at(scale, 10, 10), slope, reachOf(scale), [-1, 1]);

    assert.ok(Math.abs(Math.hypot(x2 - x1, y2 - y1) - 2 * reachOf(scale)) < 1e-6);
    assert.ok(Math.abs((scale.toY(y2) - scale.toY(y1)) / (scale.toX(x2) - scale.toX(x1)) - slope) <= 1e-6 * Math.abs(slope));
  }
});

test("a tangent so steep that it cannot be measured stands upright", () => {
  const scale = scaleOf();
  const { x1, x2, y1, y2 } = segment(scale, at(scale, 10, 10), 1e308, reachOf(scale), [0, 1]);

  assert.equal(x1, x2);
  assert.ok(y2 < y1);
});

test("a saved tangent has the slope, and there is none where a number is not finite", () => {
  const scale = scaleOf();
  const [{ x, y }] = tangentTrace(scale, at(scale, 10, 10), -3, [0, 1], "right", {});

  assert.ok(Math.abs((y[1] - y[0]) / (x[1] - x[0]) + 3) < 1e-9);
  assert.ok(x[1] > x[0]);
  assert.deepEqual(tangentTrace(scale, at(scale, 10, 10), NaN, [0, 1], "right", {}), []);
});

test("a curve is labelled where it leaves the picture on the right, below itself where there is no room above", () => {
  const axes = { x: [0, 4], y: [0, 10] };
  const label = (y) => curveLabel({ x: [0, 1, 2, 3, 4], y }, axes, "before", { color: "grey", size: 13 });

  assert.deepEqual([label([1, 2, 3, 4, 5]).x, label([1, 2, 3, 4, 5]).yanchor], [4, "bottom"]);
  assert.deepEqual([label([1, 5, 9.5, 20, 40]).x, label([1, 5, 9.5, 20, 40]).yanchor], [2, "top"]);
  assert.equal(label([11, 12, 13, 14, 15]), null);
});
