import assert from "node:assert/strict";
import { test } from "node:test";

import { finder } from "./page.js";
import { drawBars } from "../../gradlab/ui/live_chart/gradient.js";
import { checkForm, directionInWords } from "../../gradlab/ui/live_chart/readout.js";
import { drawTable } from "../../gradlab/ui/live_chart/table.js";

const slope = { verdict: "slope", exact: 2, central: 2 };

for (const [said, row] of [
  ["agree", slope],
  ["none", { ...slope, exact: NaN }],
  ["none", { ...slope, central: NaN }],
  ["kink", { ...slope, verdict: "corner" }],
  ["kink", { ...slope, verdict: "jump" }],
  ["kink", { ...slope, verdict: "vertical" }],
  ["not_the_slope", { ...slope, verdict: "not_the_slope" }],
  ["unknown", { ...slope, verdict: "unknown" }],
  ["no_loss", { ...slope, verdict: "no_loss" }],
  ["none", { verdict: "no_loss", exact: NaN, central: NaN }],
]) {
  test(`the check says ${said} of ${JSON.stringify(row)}`, () => {
    assert.equal(checkForm(row), said);
  });
}

test("beside the slope stands which way is up, that there is none, or what it is in truth", () => {
  const texts = { none: "none", other: "in truth {true}", flat: "flat", up: "up", down: "down" };
  const said = (row) => directionInWords({ loss: 1, slope: 2, kink: null, other: null, ...row }, texts);

  assert.deepEqual([said({}), said({ slope: -2 }), said({ slope: 0 })], ["up", "down", "flat"]);
  assert.deepEqual([said({ kink: { left: -1, right: 1 } }), said({ other: 3 }), said({ loss: NaN })], ["none", "in truth +3", ""]);
});

const words = { readout: { table: "Table", loss: "loss" } };
const row = { name: "A", gradientName: "A.grad" };

function tableOf(positions, gridCount, index) {
  const find = finder();
  find("table").open = true;
  drawTable(find, { gridCount, at: (at) => ({ position: positions[at], loss: positions[at] ** 2, slope: 2 * positions[at] }) }, { ...row, index }, words);
  return find("table").querySelector("tbody").children;
}

test("the table has its rows in the order of their positions, a value off the grid among them", () => {
  const lines = tableOf([-2, -1, 0, 1, 2, -0.5], 5, 5);

  assert.deepEqual(lines.map((line) => line.children.map((cell) => cell.textContent)), [
    ["−2", "4", "−4"], ["−1", "1", "−2"], ["−0.5", "0.25", "−1"], ["0", "0", "0"], ["1", "1", "+2"], ["2", "4", "+4"],
  ]);
  assert.deepEqual(lines.map((line) => line.attributes["aria-current"] ?? ""), ["", "", "true", "", "", ""]);
});

test("the table of a long sweep has 41 rows, the one on screen among them, wherever that is", () => {
  for (const at of [5, 7, 200]) {
    const lines = tableOf(Array.from({ length: 201 }, (_, position) => position), 201, at);

    assert.equal(lines.length, 41);
    assert.equal(lines.find((line) => line.attributes["aria-current"]).children[0].textContent, String(at));
  }
});

function barsOf(gradient, largest, rest = {}) {
  const find = finder();
  const elements = gradient.map((_, index) => ({ key: `A${index}`, name: `A[${index}]`, tensor: "A" }));
  const chosen = [];
  drawBars(find, { gradient, companion: [] }, { elements, active: "A1", companion: "", words: { gradient: "gradient" }, largest, choose: (key) => chosen.push(key), ...rest });
  return { bars: find("bars").children, hidden: find("vector").classList.contains("gl-hidden"), chosen };
}

test("a bar grows from the middle, to the left where its gradient is negative, up to half of the width", () => {
  const { bars } = barsOf([2, -1, 0, NaN, -400], 4);
  const fills = bars.map((bar) => bar.children[1].firstChild);

  assert.deepEqual(fills.map(({ style }) => [style.left, style.width]), [["50%", "25%"], ["37.5%", "12.5%"], ["50%", "0%"], ["50%", "0%"], ["0%", "50%"]]);
  assert.deepEqual(fills.map((fill) => fill.classList.contains("gl-negative")), [false, true, false, false, true]);
  assert.deepEqual(bars.map((bar) => bar.children[2].textContent), ["+2", "−1", "0", "nan", "−400"]);
});

test("each bar is a button that brings its element's curve; the shown one is pressed; a single element has none", () => {
  const { bars, chosen } = barsOf([2, -1], 4);
  bars[0].onclick();

  assert.deepEqual(chosen, ["A0"]);
  assert.deepEqual(bars.map((bar) => bar.attributes["aria-pressed"]), ["false", "true"]);
  assert.ok(barsOf([2], 4).hidden);
});
