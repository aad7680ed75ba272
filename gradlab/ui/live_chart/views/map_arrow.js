// An arrow over a picture: its shaft, its head, and its name beside the tip.

import { madeMark, place } from "../../browser/dom.js";

export class Arrow {
  constructor(svg, name) {
    this.shaft = svg.appendChild(madeMark("line", `gl-${name}`));
    this.head = svg.appendChild(madeMark("path", `gl-${name}-head`));
    this.name = svg.appendChild(madeMark("text", `gl-${name}-name`));
    place(this.name, { "text-anchor": "middle", "dominant-baseline": "central" });
  }

  show(shown) {
    for (const part of [this.shaft, this.head, this.name]) part.classList.toggle("gl-hidden", !shown);
  }

  /** From a pixel in a direction, as long as there is room for it in a picture of this size. */
  point(from, way, length, scale, size) {
    const unit = way.map((part) => part / Math.hypot(...way));
    const reach = Math.min(length, roomTowards(from, unit, ...size) - 4);
    const tip = [from[0] + unit[0] * reach, from[1] + unit[1] * reach];
    this.place(from, tip);
    this.label(tip, unit, scale);
  }

  /** From a pixel to another. */
  place([x, y], [tipX, tipY]) {
    const length = Math.hypot(tipX - x, tipY - y) || 1;
    const [ux, uy] = [(tipX - x) / length, (tipY - y) / length];
    const corner = (side) => `${tipX - 14 * ux - 6 * side * uy},${tipY - 14 * uy + 6 * side * ux}`;
    place(this.shaft, { x1: x, y1: y, x2: tipX - 8 * ux, y2: tipY - 8 * uy });
    place(this.head, { d: `M${tipX},${tipY}L${corner(1)}L${corner(-1)}Z` });
  }

  /** How wide the name is, measured once for each text and size: it would be slow at every step. */
  measure() {
    this.width = this.name.getComputedTextLength();
  }

  /** The name beyond the tip, or beside it where that would leave the frame. */
  label([tipX, tipY], [ux, uy], { left, top, width, height }) {
    const inside = (value, low, high) => Math.min(Math.max(value, low), high);
    const half = this.width / 2;
    const [low, high, upper, lower] = [left + half, left + width - half, top + 10, top + height - 10];
    let [x, y] = [tipX + ux * (14 + half), tipY + uy * 18];
    if (x !== inside(x, low, high) && Math.abs(ux) > Math.abs(uy)) y = tipY + (uy > 0 || tipY - 20 < upper ? 20 : -20);
    else if (y !== inside(y, upper, lower)) x = tipX + (tipX + 14 + 2 * half < left + width ? 1 : -1) * (14 + half);
    place(this.name, { x: inside(x, low, high), y: inside(y, upper, lower) });
  }
}

/** How far one may go from a pixel in a direction within a box of this size. */
function roomTowards([x, y], [ux, uy], width, height) {
  const until = (from, step, end) => (step > 0 ? (end - from) / step : step < 0 ? -from / step : Infinity);
  return Math.min(until(x, ux, width), until(y, uy, height));
}
