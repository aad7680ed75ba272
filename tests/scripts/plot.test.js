import assert from "node:assert/strict";
import { test } from "node:test";

import { part, scaleOf } from "./page.js";
import { LossPlot } from "../../gradlab/ui/live_chart/plot.js";
import { wrapped } from "../../gradlab/ui/browser/picture_file.js";

const curveOf = (y) => ({ curve: () => ({ x: y.map((_, index) => index), y }) });

function plotWith(axes) {
  const plot = new LossPlot({}, part());
  plot.axes = axes;
  return plot;
}

test("a curve that has moved stays behind in grey; one that differs by rounding alone does not", () => {
  const plot = plotWith({ x: [0, 2], y: [0, 100] });
  plot.keepGhost(curveOf([1, 2, 3]), curveOf([1, 2 + 1e-5, 3]));
  assert.equal(plot.ghost, undefined);

  plot.keepGhost(curveOf([1, 2, NaN]), curveOf([1, 2 + 1e-3, NaN]));
  assert.deepEqual(plot.ghost, { x: [0, 1, 2], y: [1, 2, NaN] });
});

test("a loss that was none before is another curve, and one that is none in both is the same", () => {
  const plot = plotWith({ x: [0, 2], y: [0, 100] });
  plot.keepGhost(curveOf([NaN, Infinity]), curveOf([NaN, Infinity]));
  assert.equal(plot.ghost, undefined);

  plot.keepGhost(curveOf([NaN, 1]), curveOf([1, 1]));
  assert.deepEqual(plot.ghost.y, [NaN, 1]);
});

test("zooming at a pixel is about what lies there, by the axis it lies on", () => {
  const plot = plotWith({ x: [0, 40], y: [0, 30] });
  plot.scale = scaleOf();
  plot.draw = () => {};
  plot.zoomAt(0.5, { x: 100, y: 300 }); // (10, 0)

  assert.deepEqual(plot.axes, { x: [5, 25], y: [0, 15] });
});

test("zooming without a pixel is about the point, or the middle of an axis it lies outside of", () => {
  const plot = plotWith({ x: [0, 10], y: [0, 10] });
  plot.chart.row = { position: 2, loss: 50 };

  assert.deepEqual(plot.centre(), { x: 2, y: 5 });
});

test("the words of a saved picture are no tags, and break into lines that fit", () => {
  assert.deepEqual(wrapped("A < 0 & A > <b>", 1000, "13px x"), ["A &lt; 0 &amp; A > &lt;b>"]);
  assert.deepEqual(wrapped("one two three", 80, "13px x"), ["one two", "three"]); // ten pixels a letter
  assert.deepEqual(wrapped("傾きは、上", 30, "13px x"), ["傾き", "は、上"]); // no line begins with a comma
});
