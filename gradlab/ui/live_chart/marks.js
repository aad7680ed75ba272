// What moves with the point: the tangent, its triangle, the point, and the line down to the slider's handle.
// It is an SVG over the plot. Plotly would redraw the whole picture for each step; this moves a few lines.

import { FAR, place } from "../browser/dom.js";
import { filled, signed } from "../browser/numbers.js";
import { labelsOf, triangleOf } from "./triangle.js";

const REACH = { width: 0.12, height: 0.16 }; // how far the tangent reaches to each side: the same however steep
const ROOM = 14; // pixels beside the plot, for a point that stands on its edge

/** Draw the marks for one row. `kink` holds both slopes where there is no single one, `other` the curve's where PyTorch returns another. */
export function drawMarks(svg, scale, { x, loss, slope: returned, kink, other }, names) {
  const differs = Number.isFinite(other ?? NaN);
  const slope = differs ? other : returned;
  const part = (name) => svg.querySelector(`.gl-${name}`);
  const show = (name, shown) => part(name).classList.toggle("gl-hidden", !shown);
  const frame = { x: scale.left, y: scale.top, width: scale.width, height: scale.height };
  place(svg.querySelector(".gl-clip rect"), { ...frame, x: scale.left - ROOM, width: scale.width + 2 * ROOM });
  place(part("press"), frame);

  const [px, py] = [scale.atX(x), scale.atY(loss)];
  const bottom = scale.top + scale.height;
  const onScreen = Number.isFinite(py) && py >= scale.top && py <= bottom;
  const edge = Number.isFinite(py) ? Math.min(Math.max(py, scale.top), bottom) : bottom;
  place(part("guide"), { x1: px, x2: px, y1: Number.isFinite(py) ? edge : scale.top, y2: bottom });
  show("point", onScreen);
  if (onScreen) place(part("point"), { cx: px, cy: py });
  const beyond = !onScreen && !Number.isNaN(loss);
  show("beyond", beyond);
  if (beyond) place(part("beyond"), { d: arrowPath(px, scale, loss > scale.toY(scale.top)) });

  const reach = reachOf(scale);
  const along = (name, value, ends) => {
    const drawn = Number.isFinite(loss) && Number.isFinite(value) && Math.abs(py) < FAR;
    show(name, drawn);
    if (drawn) place(part(name), segment(scale, { x, loss, px, py }, value, reach, ends));
  };
  along("tangent", kink ? NaN : slope, [-1, 1]);
  along("left", kink ? kink.left : NaN, [-1, 0]);
  along("right", kink ? kink.right : NaN, [0, 1]);
  const chosen = differs || (kink && isFan(kink)) ? returned : NaN; // between the two sides, or beside the slope
  along("returned", chosen, [-1, 1]);
  show("fan", Boolean(kink) && isFan(kink) && onScreen);
  if (kink && isFan(kink) && onScreen) place(part("fan"), { d: fanPath(scale, { x, loss, px, py }, kink, reach) });
  nameLine("curve-name", names.curve_slope, differs ? slope : NaN, 1);
  nameLine("returned-name", names.returned, chosen, -1);
  drawTriangle();

  /** Run and rise, with their numbers beside them. */
  function drawTriangle() {
    const triangle = triangleOf(scale, { x, loss, px, py }, kink || differs ? NaN : slope);
    for (const name of ["triangle", "run", "rise"]) show(name, triangle !== null);
    if (!triangle) return;
    place(part("triangle"), { d: `M${triangle.fromX},${triangle.fromY}H${triangle.toX}V${triangle.toY}` });
    const labels = labelsOf(scale, triangle, segment(scale, { x, loss, px, py }, slope, reach, [-1, 1]), { px, py });
    for (const [name, box] of Object.entries(labels)) {
      place(part(name), { x: box.x, y: box.y + box.height / 2, "text-anchor": "start", "dominant-baseline": "central" });
      part(name).textContent = triangle[name];
    }
  }

  /** What a line is called, beside the end of it that lies further to this side. */
  function nameLine(name, text, value, side) {
    const drawn = onScreen && Number.isFinite(value);
    show(name, drawn);
    if (!drawn) return;
    const { x1, y1, x2, y2 } = segment(scale, { x, loss, px, py }, value, reach, [-1, 1]);
    const [endX, endY] = side > 0 ? [x2, y2] : [x1, y1];
    const anchor = endX > scale.left + scale.width / 2 ? "end" : "start";
    place(part(name), { x: endX, y: Math.min(Math.max(endY - 10, scale.top + 18), bottom - 8), "text-anchor": anchor });
    part(name).textContent = filled(text, { slope: signed(value, 4) });
  }
}

/** How far the tangent reaches to each side, in pixels. */
export function reachOf(scale) {
  return REACH.width * scale.width + REACH.height * scale.height;
}

/** The direction on screen of a slope, as a unit vector in pixels. */
function direction(scale, { x, loss, px, py }, slope) {
  const step = scale.unitsPerPixel;
  const [dx, dy] = [scale.atX(x + step) - px, scale.atY(loss + slope * step) - py];
  const length = Math.hypot(dx, dy);
  return Number.isFinite(length) ? [dx / length, dy / length] : [0, slope > 0 ? -1 : 1];
}

export function segment(scale, point, slope, reach, [from, to]) {
  const [ux, uy] = direction(scale, point, slope);
  return {
    x1: point.px + from * reach * ux, y1: point.py + from * reach * uy,
    x2: point.px + to * reach * ux, y2: point.py + to * reach * uy,
  };
}

const isFan = ({ left, right }) => Number.isFinite(left) && Number.isFinite(right);

/** All lines through a corner whose slope lies between those of its two sides: a wedge on either side of it. */
function fanPath(scale, point, { left, right }, reach) {
  const [one, other] = [left, right].map((slope) => segment(scale, point, slope, reach, [-1, 1]));
  const wedge = (x1, y1, x2, y2) => `M${point.px},${point.py}L${x1},${y1}L${x2},${y2}Z`;
  return wedge(one.x1, one.y1, other.x1, other.y1) + wedge(one.x2, one.y2, other.x2, other.y2);
}

function arrowPath(px, scale, up) {
  const tip = up ? scale.top + 3 : scale.top + scale.height - 3;
  const base = up ? tip + 16 : tip - 16;
  return `M${px},${tip}L${px - 10},${base}L${px + 10},${base}Z`;
}
