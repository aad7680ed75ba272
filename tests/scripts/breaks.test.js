import assert from "node:assert/strict";
import { test } from "node:test";

import { gapsOf, hatchedLabels, outlined, unknownRanges } from "../../gradlab/ui/live_chart/breaks.js";

const VERDICTS = ["slope", "jump"];

const at = (left, right) => gapsOf({ verdicts: VERDICTS, numbers: { verdict: [0, 0, 1, 0], left: [0, 0, left, 0], right: [0, 0, right, 0] } });

test("a jump is a gap on the side on which the slope is endless", () => {
  const curve = { x: [0, 1, 2, 3], y: [0, 0, 1, 1] };

  assert.deepEqual(outlined(curve, at(Infinity, 0)), { x: [0, 1, 2, 2, 3], y: [0, 0, null, 1, 1] }); // as floor at 2
  assert.deepEqual(outlined(curve, at(0, -Infinity)), { x: [0, 1, 2, 2, 3], y: [0, 0, 1, null, 1] });
  assert.deepEqual(outlined(curve, { before: [], behind: [] }), curve);
});

test("what lies between two positions is drawn there, up to the jump", () => {
  const curve = { x: [0, 1, 2, 3], y: [0, 0, 1, 1] };
  const finer = { x: [1.5, 1.9, 2.5], y: [0, 0.5, 1] };

  assert.deepEqual(outlined(curve, at(Infinity, 0), finer), { x: [0, 1, 1.5, 1.9, 2, 2, 2.5, 3], y: [0, 0, 0, 0.5, null, 1, 1, 1] });
});

test("where the loss is not finite is one range from its first position to its last, a single position none", () => {
  const x = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(unknownRanges({ x, y: [NaN, NaN, -Infinity, 1, NaN, 2] }), [[0, 2]]);
  assert.deepEqual(unknownRanges({ x, y: [1, 2, 3, 4, 5, 6] }), []);
});

test("a range is named in the middle of what is seen of it, where there is room", () => {
  const axes = { x: [0, 10], y: [0, 100] };
  assert.deepEqual(hatchedLabels([[-4, 4]], axes, "nan", {}).map(({ x, y }) => [x, y]), [[2, 94]]);
  assert.deepEqual(hatchedLabels([[9, 14]], axes, "nan", {}), []);
});
