// The ranges of the two axes. They hold still while values, parameters and the reduction change: the change must be
// seen. They are fitted anew for another loss or element, and by the button; and the point does not leave them.

const AIR = { moved: 0.08, widened: 0.25 }; // of a range, beyond a point that it follows

export function fittedAxes(numbers) {
  return { x: [numbers.low[0], numbers.high[0]], y: [numbers.fit[0], numbers.fit[1]] };
}

/** The ranges zoomed by `factor` (below 1: closer) about a point of the picture. */
export function zoomedAxes({ x, y }, factor, about) {
  const around = ([low, high], centre) => [centre + (low - centre) * factor, centre + (high - centre) * factor];
  return { x: around(x, about.x), y: around(y, about.y) };
}

/** The ranges that have the point in sight, the same ones where they have it: what the reader has zoomed moves along with it, what is fitted becomes wider. */
export function inSight(axes, { position, loss }, zoomed) {
  const follow = zoomed ? moved : widened;
  const [x, y] = [follow(axes.x, position), follow(axes.y, loss)];
  return x === axes.x && y === axes.y ? axes : { x, y };
}

function moved(range, value) {
  const [low, high] = range;
  const air = AIR.moved * (high - low);
  if (value < low && value > -Infinity) return [value - air, value - air + high - low];
  return value > high && value < Infinity ? [value + air - high + low, value + air] : range;
}

function widened(range, value) {
  const [low, high] = range;
  if (value < low && value > -Infinity) return [value - AIR.widened * (high - value), high];
  return value > high && value < Infinity ? [low, value + AIR.widened * (value - low)] : range;
}

/** The ranges with as many pixels to a unit of the loss as to a unit of the element, about the point. */
export function sameScaleAxes({ x }, size, about) {
  const half = (((x[1] - x[0]) / size.width) * size.height) / 2;
  return { x, y: [about.y - half, about.y + half] };
}

const LEAST_ONE = 12; // pixels; a 1 that is narrower would not be seen

/** A round number (1, 2 or 5 times a power of ten) that is at least `pixels` wide on screen; 1 wherever that fits. */
export function roundRun(unitsPerPixel, pixels, widest) {
  const least = unitsPerPixel * pixels;
  if (unitsPerPixel * LEAST_ONE <= 1 && 1 <= unitsPerPixel * widest) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const run = [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= least);
  return Number(run.toPrecision(1));
}
