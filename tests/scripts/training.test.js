// The lanes of a training, and the step in words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged } from "../../gradlab/ui/live_training/lanes.js";
import { longestTexts, placeText } from "../../gradlab/ui/live_training/sentence.js";

const NAMES = ["yaxis", "yaxis2", "yaxis3", "yaxis4"];
const FIGURE = {
  data: ["y", "y2", "y3", "y4"].map((yaxis) => ({ yaxis })),
  layout: {
    ...Object.fromEntries(NAMES.map((name) => [name, { range: [-1, 3], tickvals: [-1, 0, 1, 2, 3], ticktext: ["-10", "0", "10", "100", "1000"] }])),
    xaxis: { anchor: "y4" }, annotations: NAMES.map((text) => ({ text })), margin: { t: 4, b: 40 },
  },
};
const lanesOf = ({ layout }) => NAMES.filter((name) => name in layout).map((name) => layout[name].domain);

test("as many lanes are drawn as there is room for, the first ones, and never fewer than two", () => {
  const counted = [600, 190, 150, 20].map((height) => lanesOf(arranged(FIGURE, { width: 800, height }, 12)).length);
  assert.deepEqual(counted, [4, 3, 2, 2]);
  assert.equal(lanesOf(arranged(FIGURE, { width: 366, height: 600 }, 12)).length, 2); // a phone
  assert.ok(lanesOf(arranged(FIGURE, { width: 800, height: 300 }, 24)).length < lanesOf(arranged(FIGURE, { width: 800, height: 300 }, 12)).length);
});

test("every lane lies under its title, and none on another", () => {
  const figure = arranged(FIGURE, { width: 800, height: 400 }, 12);
  lanesOf(figure).forEach(([low, high], index, all) => {
    assert.ok(low < high);
    assert.equal(figure.layout.annotations[index].y, high);
    assert.ok(high < (index ? all[index - 1][0] : 1));
  });
  assert.ok(Math.abs(lanesOf(figure).at(-1)[0]) < 1e-9);
});

test("what a lane shows goes with it, and the steps are written under the last", () => {
  const { data, layout } = arranged(FIGURE, { width: 366, height: 230 }, 12);
  assert.deepEqual(data.map(({ yaxis }) => yaxis), ["y", "y2"]);
  assert.equal(layout.xaxis.anchor, "y2");
  assert.deepEqual(layout.annotations.map(({ text }) => text), ["yaxis", "yaxis2"]);
});

test("of an axis as many ticks are written as can be read, 0 among them and the farthest", () => {
  const ticks = (height) => arranged(FIGURE, { width: 800, height }, 12).layout.yaxis.ticktext;
  assert.deepEqual(ticks(900), ["-10", "0", "10", "100", "1000"]);
  assert.deepEqual(ticks(240), ["0", "1000"]);
});

test("a step is told with its epoch where there are batches", () => {
  const texts = { step: "Step {step} of {steps}", epoch: "{place}, epoch {epoch}" };
  assert.equal(placeText({ steps: 60, epoch: 0 }, 7, texts), "Step 7 of 60");
  assert.equal(placeText({ steps: 60, epoch: 4 }, 3, texts), "Step 3 of 60, epoch 1");
  assert.equal(placeText({ steps: 60, epoch: 4 }, 4, texts), "Step 4 of 60, epoch 2");
  assert.equal(placeText({ steps: 60, epoch: 4 }, 60, texts), "Step 60 of 60, epoch 15"); // after the last
  assert.equal(placeText({ steps: 60, epoch: 0.5 }, 1, texts), "Step 1 of 60, epoch 3"); // two go through in one step
});

test("the longest of what is said of any step is known beforehand", () => {
  const gradients = [1, -0.25, 3];
  const run = { steps: 3, columns: ["w"], layers: true, row: (_, step) => (step < 3 ? [gradients[step]] : null), at: () => 0 };
  const sentence = { begin: "{step}", between: " ", layers: "{first}", batch_loss: "", end: "." };
  assert.deepEqual(longestTexts(run, { sentence }), { gradient: "‖gw‖ = −0.25", sentence: "1 −0.25" });
});
