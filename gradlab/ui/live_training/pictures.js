// What moves in the pictures: the line, the path over the loss, the decision boundary, the bars of the histogram.

const CLEAR = 0.55; // how strongly the most certain colour covers the page
const FAR = 1e6; // pixels: what is farther outside is not drawn farther

const bounded = (pixel) => Math.min(Math.max(pixel, -FAR), FAR);

function set(mark, attributes) {
  for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, value);
}

/** The line that is fitted, at this step, as PyTorch predicts it at its ends. */
function drawLine(plot, run, step, name) {
  const { place } = plot;
  const { ends, lines } = run.numbers;
  const mark = plot.mark(name, "line");
  const [from, to] = lines.subarray(2 * step, 2 * step + 2);
  mark.toggleAttribute("hidden", !Number.isFinite(from + to));
  if (Number.isFinite(from + to)) set(mark, { x1: place.x(ends[0]), y1: bounded(place.y(from)), x2: place.x(ends[1]), y2: bounded(place.y(to)) });
}

/** The states up to this step, as a path over the loss, and a point for the present one. */
function drawPath(plot, run, step, name) {
  const { place } = plot;
  const columns = run.columns.length;
  const points = [];
  for (let state = 0; state <= step && state < run.numbers.path.length; state += 1) {
    const x = run.numbers.values[state * columns];
    const y = columns === 2 ? run.numbers.values[state * columns + 1] : run.numbers.path[state];
    if (Number.isFinite(x) && Number.isFinite(y)) points.push([bounded(place.x(x)), bounded(place.y(y))]);
  }
  set(plot.mark(name, "polyline"), { points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") });
  const [x, y] = points.at(-1) ?? [0, 0];
  const inside = [clamp(x, place.left, place.width), clamp(y, place.top, place.height)];
  const beyond = inside[0] !== x || inside[1] !== y;
  set(plot.mark(`${name}-point`, "circle"), { cx: inside[0], cy: inside[1], r: beyond ? 5 : 7, "data-beyond": beyond });
}

const clamp = (pixel, start, length) => Math.min(Math.max(pixel, start), start + length);

/** An arrow against the gradient, where the next step would go by it alone; its length says only the direction. */
function drawArrow(plot, run, step) {
  const arrow = plot.mark("arrow", "line");
  const gradient = run.row("gradients", step);
  const state = run.row("values", step);
  const usable = gradient && state && gradient.every(Number.isFinite) && gradient.some(Boolean) && state.every(Number.isFinite);
  arrow.toggleAttribute("hidden", !usable);
  if (!usable) return;
  const { place } = plot;
  const [x, y] = [place.x(state[0]), place.y(state[1])];
  const small = 1e-3 * Math.max(...state.map(Math.abs), 1);
  const size = Math.max(...gradient.map(Math.abs));
  const [dx, dy] = [place.x(state[0] - (small * gradient[0]) / size) - x, place.y(state[1] - (small * gradient[1]) / size) - y];
  const length = Math.hypot(dx, dy) || 1;
  set(arrow, { x1: bounded(x), y1: bounded(y), x2: bounded(x + (46 * dx) / length), y2: bounded(y + (46 * dy) / length) });
}

/** What a network says at each point of the plane, as colour behind the points. */
function drawBoundary(plot, run, step, colours) {
  const outputs = run.ofKey("outputs", run.key(step));
  const side = Math.round(Math.sqrt(outputs.length));
  const canvas = canvasOf(plot, side);
  const [page, low, high] = [colours.page, colours.curve, colours.tangent].map(channels);
  const image = new ImageData(side, side);
  outputs.forEach((logit, index) => {
    const probability = 1 / (1 + Math.exp(-logit));
    const share = CLEAR * Math.abs(2 * probability - 1);
    const colour = probability > 0.5 ? high : low;
    const [row, column] = [Math.floor(index / side), index % side];
    const at = 4 * ((side - 1 - row) * side + column);
    for (let channel = 0; channel < 3; channel += 1) image.data[at + channel] = page[channel] + share * (colour[channel] - page[channel]);
    image.data[at + 3] = Number.isFinite(logit) ? 255 : 0;
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
}

const channels = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));

function canvasOf(plot, side) {
  plot.canvas ??= document.createElement("canvas");
  const { canvas, area, place } = plot;
  if (canvas.parentElement !== area) area.prepend(canvas);
  if (canvas.width !== side) Object.assign(canvas, { className: "gt-canvas", width: side, height: side });
  Object.assign(canvas.style, { left: `${place.left}px`, top: `${place.top}px`, width: `${place.width}px`, height: `${place.height}px` });
  return canvas;
}

/** What a network says along the one axis, as a curve. */
function drawFit(plot, run, step, name) {
  const { place } = plot;
  const outputs = run.ofKey("outputs", run.key(step));
  const points = Array.from(outputs, (output, index) => [place.x(run.numbers.grid[index]), bounded(place.y(output))]);
  set(plot.mark(name, "polyline"), { points: points.filter(([, y]) => Number.isFinite(y)).map((point) => point.map((pixel) => pixel.toFixed(1)).join(",")).join(" ") });
}

/** How many elements of the gradient have which size, all layers together, and a bar for those that are 0. */
function drawHistogram(plot, run, step) {
  const { place } = plot;
  const steps = run.numbers.counts.length / (run.columns.length * 40);
  const key = Math.min(run.key(step), steps - 1);
  const layers = run.columns.length;
  const { exponents } = run.numbers;
  const bars = Array.from({ length: 40 }, (_, bin) => {
    let count = 0;
    for (let layer = 0; layer < layers; layer += 1) count += run.numbers.counts[(key * layers + layer) * 40 + bin];
    return bar(place, exponents[bin], exponents[bin + 1], count);
  });
  let zeros = 0;
  for (let layer = 0; layer < layers; layer += 1) zeros += run.numbers.zeros[key * layers + layer];
  set(plot.mark("bars", "path"), { d: bars.join("") });
  set(plot.mark("zeros", "path"), { d: bar(place, exponents[0] - 1.1, exponents[0] - 0.5, zeros) });
}

function bar(place, from, to, count) {
  if (!count) return "";
  const [left, right, top, bottom] = [place.x(from) + 0.5, place.x(to) - 0.5, place.y(count), place.y(0)];
  return `M${left},${bottom}V${top}H${right}V${bottom}Z`;
}

const TENSOR_STATES = (run, step) => Math.min(step, run.numbers.path.length - 1);

/** By the kind of picture: draw it as it is at a step. `behind` is the run beside, where it belongs into this picture. */
export const DRAW = {
  line(plot, run, step, { behind }) {
    if (behind) drawLine(plot, behind, TENSOR_STATES(behind, step), "behind");
    drawLine(plot, run, TENSOR_STATES(run, step), "fitted");
  },
  curve(plot, run, step, { behind }) {
    if (behind) drawPath(plot, behind, step, "behind");
    drawPath(plot, run, step, "path");
  },
  map(plot, run, step, { behind }) {
    if (behind) drawPath(plot, behind, step, "behind");
    drawPath(plot, run, step, "path");
    drawArrow(plot, run, step);
  },
  values(plot, run, step) {
    const x = plot.place.x(TENSOR_STATES(run, step));
    set(plot.mark("cursor", "line"), { x1: x, x2: x, y1: plot.place.top, y2: plot.place.top + plot.place.height });
  },
  boundary(plot, run, step, { colours }) {
    drawBoundary(plot, run, step, colours);
  },
  fit(plot, run, step, { behind }) {
    if (behind) drawFit(plot, behind, step, "behind");
    drawFit(plot, run, step, "fitted");
  },
  histogram(plot, run, step) {
    drawHistogram(plot, run, step);
  },
};
