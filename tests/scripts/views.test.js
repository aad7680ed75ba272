import assert from "node:assert/strict";
import { test } from "node:test";

import "./page.js";
import { labelSide, stagesAt } from "../../gradlab/ui/live_receipt/figures.js";
import { cutFrame } from "../../gradlab/ui/live_chart/views/map_cut.js";
import { VIEWS } from "../../gradlab/ui/live_chart/views.js";
import "../../gradlab/ui/live_chart/views/curvature.js";
import "../../gradlab/ui/live_chart/views/secant.js";
import { stepForm } from "../../gradlab/ui/live_chart/views/step.js";

function secant(slopes, width = 0) {
  const view = Object.create(VIEWS.secant.prototype);
  return Object.assign(view, {
    width, widths: slopes.map((_, index) => `1e-${index}`), at: (index) => ({ slope: slopes[index] }), epsilon: 2 ** -23, low: -10, high: 10,
  });
}

test("the nearest secant is the widest of those whose slope is nowhere nearer to the tangent's", () => {
  assert.equal(secant([7, 5.1, 5.01, 5.2]).nearest({ index: 0, slope: 5 }), 2);
  assert.equal(secant([3, 4.9, 5.1]).nearest({ index: 0, slope: 5 }), 1);
  assert.equal(secant([5.5, 5.25, 5.25, 0]).nearest({ index: 0, slope: 5 }), 1);
  assert.equal(secant([NaN, 9, NaN]).nearest({ index: 0, slope: 5 }), 1);
});

test("the sentence of the secant says what a width is about", () => {
  const row = { index: 0, loss: 6.25, stored: 2.5, slope: 5, kink: null };
  const form = (width, given, rest = {}) => secant([6, 5.1, 5.01, 5.9], width).form({ ...row, ...rest }, given, 2);

  assert.equal(form(0, { slope: 6, loss: 12.25, end: 3.5 }), "wide");
  assert.equal(form(2, { slope: 5.01, loss: 6.3, end: 2.51 }), "near");
  assert.equal(form(1, { slope: 5, loss: 6.3, end: 2.51 }), "exact");
  assert.equal(form(3, { slope: 5.0009, loss: 6.25, end: 2.501 }), "rounding");
  assert.equal(form(3, { slope: 5.9, loss: 6.25, end: 2.501 }), "wide");
  assert.equal(form(3, { slope: 0, loss: 6.25, end: 2.5 }), "swallowed");
  assert.equal(form(3, { slope: NaN, loss: 6.25, end: 2.5 }), "vanished");
  assert.equal(form(0, { slope: 6, loss: 12.25, end: 12.5 }), "beyond");
  assert.equal(form(0, { slope: 6, loss: NaN, end: 3.5 }), "outside");
  assert.equal(form(0, { slope: 6, loss: 12.25, end: 3.5 }, { kink: { left: -1, right: 1 } }), "kink");
  assert.equal(form(0, { slope: 6, loss: 12.25, end: 3.5 }, { slope: NaN }), "no_gradient");
  assert.equal(form(0, { slope: 6, loss: 12.25, end: 3.5 }, { loss: NaN }), "no_loss");
});

test("a stage's number stands above its point, below where the path comes from above or goes there, on the floor beside", () => {
  const whole = (...heights) => heights.map((_, index) => labelSide(heights, index));
  const sides = (...heights) => whole(...heights).map((side) => side.split(" ")[0]);

  assert.deepEqual(whole(0, 10, 10), ["top left", "top center", "top center"]);
  assert.deepEqual(whole(10, 0, 0), ["top center", "top right", "top center"]);
  assert.deepEqual(sides(0, 5, 10), ["top", "bottom", "top"]);
  assert.deepEqual(sides(10, 0, 10), ["top", "bottom", "top"]);
  assert.deepEqual(sides(0, 0.5, 0), ["top", "top", "top"]);
  assert.deepEqual(sides(5), ["top"]);
});

test("a stage that stands twice in the picture is not numbered twice, and a narrow column has fewer digits", () => {
  const figure = { data: [{ meta: "points" }, { meta: "path" }], layout: {} };
  const numbers = { heights: [1, 2, 3], values: [1.234567, 20, 30], flags: [0, 2, 1] };
  const at = (width) => stagesAt(figure, { points: [0, 1, 1], lines: [0, 1, -1, 2] }, numbers, { width, font: 13 }).data;
  const [points, path] = at(1000);

  assert.deepEqual(points.text, ["<b>1.234567</b>", "", ""]);
  assert.deepEqual(at(150)[0].text, ["<b>1.2</b>", "", ""]);
  assert.deepEqual(points.flags, [0, 2, 1]);
  assert.deepEqual([path.x, path.y], [[0, 1, null, 1], [1, 2, null, 3]]);
});

test("the sentence of a step calls nothing up or down that is no number", () => {
  assert.equal(stepForm(4, 1), "lower");
  assert.equal(stepForm(4, 4), "level");
  assert.equal(stepForm(4, 9), "higher");
  assert.equal(stepForm(4, Infinity), "broken");
  assert.equal(stepForm(-3, NaN), "broken");
  assert.equal(stepForm(NaN, 1), "from_nothing");
});

test("the sentence of the second derivative says what the judge of slopes says of the slope", () => {
  const verdicts = ["slope", "not_the_slope", "corner", "jump", "vertical", "precision", "unknown", "no_loss"];
  const columns = (value, verdict) => ({ values: [value], verdict: [verdicts.indexOf(verdict)], left: [1], right: [0], true: [2] });
  const form = (value, verdict, row = {}, refused = "") => {
    const view = Object.assign(Object.create(VIEWS.curvature.prototype), { texts: { refused }, frame: { data: { verdicts } } });
    view.column = (name) => columns(value, verdict)[name];
    return view.form({ index: 0, loss: 1, kink: null, verdict: "slope", ...row });
  };

  assert.deepEqual([2, -2, 0].map((value) => form(value, "slope")), ["up", "down", "straight"]);
  assert.equal(form(1, "corner"), "corner");
  assert.equal(form(0, "jump", { kink: { left: -1, right: 1 } }), "no_slope");
  assert.equal(form(0, "slope", { verdict: "not_the_slope" }), "other_slope");
  assert.equal(form(0, "precision"), "precision");
  assert.equal(form(NaN, "unknown"), "not_finite");
  assert.equal(form(NaN, "no_loss", { loss: NaN }), "no_loss");
  assert.equal(form(0, "slope", {}, "derivative … is not implemented"), "refused");
});

test("a cut through the map is a gap where the loss jumps, and none at a corner", () => {
  const base = { numbers: { position: [0, 1, 2] }, data: {}, place: () => ({}) };
  const cut = (loss, slope, crease) =>
    cutFrame(base, { x: [0, 1, 2], y: [0], loss, slopes: [slope, slope], crease }, 0, () => [0, 0], "A1").outline();

  assert.deepEqual(cut([0, 1, 1], [0, 0, 0], [0, 1, 0]), { x: [0, 1, 1, 2], y: [0, null, 1, 1] }); // as floor
  assert.deepEqual(cut([1, 0, 1], [-1, 0, 1], [0, 1, 0]), { x: [0, 1, 2], y: [1, 0, 1] }); // as abs
});
