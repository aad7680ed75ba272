// The slope as a triangle: a run of a round number from the point, the rise of the tangent over it, and both numbers.

import { FAR } from "../browser/dom.js";
import { signed } from "../browser/numbers.js";
import { roundRun } from "./axes.js";
import { bestBox } from "./placement.js";

const BESIDE = 34; // pixels between the plot and what stands beside it
const LETTER = { size: 16, wide: 0.58, high: 1.1 }; // its size where the plot has none, and its width and height in it
const POINT = 13; // pixels around the point that its circle takes
const GAP = 8; // pixels between a number and its leg
const STEPS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5];

/** Run and rise: from the point a round number to the side, then up or down to the tangent; in pixels, and its `ends` in data. Null where that is no picture. */
export function triangleOf(scale, { x, loss, px, py }, slope) {
  const run = roundRun(scale.unitsPerPixel, 24, scale.width / 3);
  const rise = slope * run;
  const { width } = sizeOf(scale, signed(rise, 4));
  const toLeft = scale.atX(x + run) + width > scale.left + scale.width + 12;
  const farX = scale.atX(toLeft ? x - run : x + run);
  const farY = scale.atY(loss + (toLeft ? -rise : rise));
  const inside = py >= scale.top && py <= scale.top + scale.height;
  if (!Number.isFinite(farY) || !inside || Math.abs(farY) >= FAR || slope === 0) return null;
  // The right angle lies on the far side: along at the lower left's height, then up, as a slope is read.
  const [fromX, fromY, toX, toY] = toLeft ? [farX, farY, px, py] : [px, py, farX, farY];
  const ends = toLeft ? [[x - run, loss - rise], [x, loss]] : [[x, loss], [x + run, loss + rise]];
  return { fromX, fromY, toX, toY, run: signed(run), rise: signed(rise, 4), ends };
}

/** Where both numbers stand: each beside its leg, over neither tangent nor point nor the other. */
export function labelsOf(scale, { fromX, fromY, toX, toY, run, rise }, tangent, { px, py }) {
  const lines = [[tangent.x1, tangent.y1, tangent.x2, tangent.y2], [fromX, fromY, toX, fromY], [toX, fromY, toX, toY]];
  const point = { x: px - POINT, y: py - POINT, width: 2 * POINT, height: 2 * POINT };
  const bounds = { x: scale.left, y: scale.top, width: scale.width + BESIDE, height: scale.height };
  const within = (y) => Math.min(Math.max(y, scale.top), scale.top + scale.height);
  const [low, high] = [within(Math.max(fromY, toY)), within(Math.min(fromY, toY))];
  const [upright, level] = [{ left: toX, right: toX, top: high, bottom: low }, { left: fromX, right: toX, top: within(fromY), bottom: within(fromY) }];
  const riseBox = bestBox(around(sizeOf(scale, rise), upright, { x: 1, y: 0 }), { lines, boxes: [point], bounds });
  const runBox = bestBox(around(sizeOf(scale, run), level, { x: 0, y: fromY - toY }), { lines, boxes: [point, riseBox], bounds });
  return { run: runBox, rise: riseBox };
}

function sizeOf({ letter = LETTER.size }, text) {
  return { width: LETTER.wide * letter * text.length, height: LETTER.high * letter };
}

/** Places around a leg: right beside it, and ever farther around its middle. The nearer the better, and outside the triangle. */
function around({ width, height }, { left, right, top, bottom }, outward) {
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
  const xs = [right + GAP, left - GAP - width, ...STEPS.map((step) => midX - width / 2 + step * (width / 3 + 2))];
  const ys = [bottom + GAP - 2, top - GAP + 2 - height, ...STEPS.map((step) => midY - height / 2 + step * (height / 2 + 2))];
  return xs.flatMap((x) => ys.map((y) => {
    const apart = Math.hypot(Math.max(left - x - width, x - right, 0), Math.max(top - y - height, y - bottom, 0));
    const [asideX, asideY] = [x + width / 2 - midX, y + height / 2 - midY];
    const inward = asideX * outward.x + asideY * outward.y < 0;
    return { x, y, width, height, off: apart + 0.25 * Math.hypot(asideX, asideY) + (inward ? 4 : 0) };
  }));
}
