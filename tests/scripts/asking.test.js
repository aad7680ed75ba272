import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { part } from "./page.js";
import { host } from "../../gradlab/ui/browser/host.js";
import { Asking } from "../../gradlab/ui/live_chart/asking.js";

let asking;
let asked;
let told;
let inputs;
let answers;

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  inputs = { input0: { value: "5", step: "0.1" }, target0: { value: "3", step: "0.1" } };
  globalThis.CSS = { escape: (key) => key };
  document.querySelector = (selector) => Object.entries(inputs).find(([key]) => selector.startsWith(`.st-key-${key} `))?.[1] ?? null;
  host.putInAddress = () => {};
  [asked, told, answers] = [[], [], []];
  const data = {
    of: "{}", active: "input0", reach: 1, open: ["slope"], values: { h: "1" }, quiet: ["input0", "target0"],
    sliders: { input0: "5.0", target0: "3.0", delta: "1.0" }, elements: [{ key: "input0" }, { key: "input1" }],
  };
  const chart = {
    told: { route: "curve", language: "en" }, base: { data, key: "input0" }, frame: { key: "input0", data }, root: part(),
    arrived: (parts) => answers.push(parts), ask: (how, key) => told.push([how, key]), take() {},
  };
  asking = new Asking(chart);
  asking.route = {
    answer: async (path, query) => {
      asked.push([path, Object.fromEntries(new URLSearchParams(query))]);
      return asking.route.failed ? null : { curve: query };
    },
  };
});

test("the curve is brought where a slider has been released, once, and no message is sent", async () => {
  asking.hold(true);
  inputs.target0.value = "3.4";
  asking.catchUp();
  assert.deepEqual(asked, []); // it is still held
  asking.hold(false);
  await settled();
  asking.catchUp();
  await settled();

  const query = { of: "{}", at: "input0", reach: "1", lang: "en", views: "slope", h: "1", stands: '{"target0":3.4}' };
  assert.deepEqual(asked, [["curve", query]]);
  assert.equal(answers.length, 1);
  assert.deepEqual(told, []);
});

test("a value off its slider's grid counts until the slider is moved by more than half a step", () => {
  asking.chart.base.data.sliders.target0 = "3.04";
  assert.deepEqual(asking.elsewhere(), {});
  inputs.target0.value = "3.1";
  assert.deepEqual(asking.elsewhere(), { target0: 3.1 });
});

test("where the route does not answer a message is sent, and not the same again before it is answered", async () => {
  asking.route.failed = true;
  for (let count = 0; count < 2; count += 1) {
    asking.bring("input1");
    await settled();
  }

  assert.deepEqual(asked, []);
  assert.deepEqual(told, [["touched", "input1"]]);
});

test("what the mouse has come over is here when it is pressed, unless a slider has moved meanwhile", async () => {
  await asking.keep("input1");
  asking.choose("input1");
  assert.deepEqual([asked.length, answers.length], [1, 1]);

  asking.wanted = null;
  inputs.target0.value = "3.2";
  asking.choose("input1");
  assert.equal(asked[1][1].stands, '{"target0":3.2}');
});
