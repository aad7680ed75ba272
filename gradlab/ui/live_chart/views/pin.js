// The pinned curve: it stays behind in grey, with its tangent where the point was.

import { FAR, madeMark, place } from "../../browser/dom.js";
import { finite } from "../../browser/numbers.js";
import { curveLabel, USUAL_FONT_SIZE } from "../chart.js";
import { reachOf, segment } from "../marks.js";
import { tangentTrace } from "../traces.js";
import { VIEWS } from "../views.js";

VIEWS.pin = class {
  constructor(chart) {
    this.chart = chart;
    this.lines = ["left", "right"].map(() => madeMark("line", "gl-pinned"));
    chart.find("drawn").prepend(...this.lines);
  }

  take({ numbers }, { label }) {
    this.label = label;
    this.curve = { x: Array.from(numbers["pin.position"]), y: finite(numbers["pin.loss"]) };
    this.point = { x: numbers["pin.at"][0], loss: numbers["pin.loss_at"][0] };
    this.slopes = Array.from(numbers["pin.slopes_at"]);
  }

  /** It is another experiment's. */
  member() {
    return true;
  }

  traces({ colours, font }) {
    const line = { color: colours.ghost, width: 3 * (font.size / USUAL_FONT_SIZE) };
    return [{ ...this.curve, type: "scatter", mode: "lines", meta: "pin", line }];
  }

  labels({ colours, font }, axes) {
    return [curveLabel(this.curve, axes, this.label, { color: colours.ghost, size: font.size, page: colours.page })];
  }

  mark(scale) {
    const point = { ...this.point, px: scale.atX(this.point.x), py: scale.atY(this.point.loss) };
    this.slopes.forEach((slope, side) => {
      const drawn = Number.isFinite(slope) && Number.isFinite(point.loss) && Math.abs(point.py) < FAR;
      this.lines[side].classList.toggle("gl-hidden", !drawn);
      if (drawn) place(this.lines[side], segment(scale, point, slope, reachOf(scale), side ? [0, 1] : [-1, 0]));
    });
  }

  saved(scale, row, { colours, font }) {
    const point = { ...this.point, px: scale.atX(this.point.x), py: scale.atY(this.point.loss) };
    const style = { color: colours.ghost, width: 2.5 * (font.size / USUAL_FONT_SIZE) };
    return this.slopes.flatMap((slope, side) => tangentTrace(scale, point, slope, side ? [0, 1] : [-1, 0], "pin", style));
  }

  dispose() {
    for (const line of this.lines) line.remove();
  }
};
