// The ranges of the two axes. They hold still while values, parameters and the reduction change: the change must be
// seen. They are fitted anew for another loss or element, and by the button.

export function fittedAxes(numbers) {
  return { x: [numbers.low[0], numbers.high[0]], y: [numbers.fit[0], numbers.fit[1]] };
}

/** The ranges zoomed by `factor` (below 1: closer) about a point of the picture. */
export function zoomedAxes({ x, y }, factor, about) {
  const around = ([low, high], centre) => [centre + (low - centre) * factor, centre + (high - centre) * factor];
  return { x: around(x, about.x), y: around(y, about.y) };
}

/** The ranges with as many pixels to a unit of the loss as to a unit of the element, about the point. */
export function sameScaleAxes({ x }, size, about) {
  const half = (((x[1] - x[0]) / size.width) * size.height) / 2;
  return { x, y: [about.y - half, about.y + half] };
}

/** A round number (1, 2 or 5 times a power of ten) that is at least `pixels` wide on screen; 1 where that will do. */
export function roundRun(unitsPerPixel, pixels, widest) {
  const least = unitsPerPixel * pixels;
  if (least <= 1 && 1 <= unitsPerPixel * widest) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const run = [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= least);
  return Number(run.toPrecision(1));
}
