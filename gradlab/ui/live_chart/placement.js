// Where a number stands beside what it measures: as near as can be, and over nothing that must be seen. All in pixels.

const AIR = 3; // around what is kept clear
const HIT = 60; // a pixel of line covered weighs as much as so many pixels of distance

/** The box of these that is best: over none of the lines and boxes to keep clear, inside the picture, and near. */
export function bestBox(candidates, { lines, boxes, bounds }) {
  const cost = (box) => box.off + HIT * (
    sum(lines, (line) => lengthWithin(grown(box), line)) + sum(boxes, (other) => Math.sqrt(overlap(grown(box), other))) + outside(box, bounds)
  );
  return candidates.map((box) => ({ ...box, cost: cost(box) })).reduce((best, box) => (box.cost < best.cost ? box : best));
}

/** How much of a line [x1, y1, x2, y2] lies within a box (after Liang and Barsky). */
export function lengthWithin({ x, y, width, height }, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [step, room] of [[-dx, x1 - x], [dx, x + width - x1], [-dy, y1 - y], [dy, y + height - y1]]) {
    if (step === 0 && room < 0) return 0;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to ? (to - from) * Math.hypot(dx, dy) : 0;
}

/** The area that two boxes share. */
export function overlap(one, other) {
  const shared = (start, size) => Math.min(one[start] + one[size], other[start] + other[size]) - Math.max(one[start], other[start]);
  return Math.max(shared("x", "width"), 0) * Math.max(shared("y", "height"), 0);
}

function outside(box, { x, y, width, height }) {
  return Math.max(x - box.x, 0) + Math.max(box.x + box.width - x - width, 0) + Math.max(y - box.y, 0) + Math.max(box.y + box.height - y - height, 0);
}

function grown({ x, y, width, height }) {
  return { x: x - AIR, y: y - AIR, width: width + 2 * AIR, height: height + 2 * AIR };
}

function sum(items, of) {
  return items.reduce((total, item) => total + of(item), 0);
}
