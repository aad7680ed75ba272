// What Python and JavaScript both say is the same: one table of cases, run in both (tests/text/test_twins.py).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { signed, typicalSize, written } from "../../gradlab/ui/browser/numbers.js";
import { sentence } from "../../gradlab/ui/live_chart/sentence.js";

const twins = JSON.parse(readFileSync(new URL("twins.json", import.meta.url)));
const NO_SLOPE = ["corner", "jump", "vertical"];
const number = (text) => ({ inf: Infinity, "-inf": -Infinity })[text] ?? Number(text);

for (const { number: text, digits, ...said } of twins.written) {
  test(`${text} is written ${said.written}`, () => {
    assert.equal(written(number(text), digits), said.written);
    assert.equal(signed(number(text), digits), said.signed);
  });
}

for (const { numbers, size } of twins.typical_size) {
  test(`of ${numbers.length} gradients the typical size is ${size}`, () => {
    assert.equal(typicalSize(numbers.map(number)), size);
  });
}

for (const { row, said } of twins.sentence) {
  test(said, () => {
    const { left, right } = row;
    const shown = {
      ...row, name: "A[0]", gradientName: "A.grad[0]", loss: number(row.loss), slope: number(row.slope), truth: row.true,
      exactLoss: row.exact_loss, dtype: "float16", kink: NO_SLOPE.includes(row.verdict) ? { left, right } : null,
    };
    assert.equal(sentence(shown, twins.words), said);
  });
}
