import assert from "node:assert/strict";
import { test } from "node:test";

import { apart } from "../../gradlab/ui/live_receipt/figures.js";

const axis = { range: [0, 10], tickvals: [0, 2, 4, 6, 8, 9], ticktext: ["0", "10²", "10⁴", "10⁶", "inf", "nan"] };

for (const [height, names] of [
  [1000, axis.ticktext],
  [100, ["0", "10²", "10⁴", "10⁶", "inf"]], // a name is 11 pixels high with its air, and nan stands 10 above inf
  [40, ["0", "10⁴", "inf"]], // 11 pixels are 2.75 units
]) {
  test(`on an axis ${height} pixels high stand ${names.length} names that do not touch, 0 and inf among them`, () => {
    assert.deepEqual(apart(axis, height, 10).ticktext, names);
  });
}
