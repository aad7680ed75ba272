// A second curve over the same axis, with its own tangent at the position of the point, and a card that says its numbers:
// what views that put another experiment beside this one have alike.

import { FAR, made, madeMark, place } from "../../browser/dom.js";
import { finite } from "../../browser/numbers.js";
import { curveLabel, USUAL_FONT_SIZE } from "../chart.js";
import { reachOf, segment } from "../marks.js";
import { tangentTrace } from "../traces.js";

/** A view of a second curve. What its card says is the view's own. */
export class SecondCurveView {
  constructor(chart, cardClass, ...said) {
    this.chart = chart;
    this.curve = new SecondCurve(chart);
    this.card = made("div", `gl-card ${cardClass}`, ...said);
    chart.cards.append(this.card);
  }

  traces(look) {
    return [this.curve.loss(look)];
  }

  derivatives(look) {
    return [this.curve.derivative(look)];
  }

  labels(look, axes) {
    return [this.curve.label(look, axes)];
  }

  mark(scale, row) {
    this.curve.mark(scale, row);
  }

  saved(scale, row, look) {
    return this.curve.saved(scale, row, look);
  }

  dispose() {
    this.curve.dispose();
    this.card.remove();
  }
}

class SecondCurve {
  constructor(chart) {
    this.lines = { left: madeMark("line", "gl-second"), right: madeMark("line", "gl-second") };
    this.point = madeMark("rect", "gl-second-point");
    place(this.point, { x: -7, y: -7, width: 14, height: 14 });
    chart.find("drawn").prepend(this.lines.left, this.lines.right, this.point);
  }

  /** New numbers, `view.loss` and the like, and what the curve is called. */
  take({ numbers, gridCount }, view, name) {
    const column = (part) => numbers[`${view}.${part}`];
    this.name = name;
    this.at = (index) => ({
      x: column("position")[index], loss: column("loss")[index], slope: column("slope")[index],
      left: column("left")[index], right: column("right")[index], kink: Boolean(column("kink")[index]),
    });
    const onGrid = (part) => finite(column(part).subarray(0, gridCount));
    [this.positions, this.losses, this.slopes] = ["position", "loss", "slope"].map(onGrid);
  }

  loss(look) {
    return this.trace(look, this.losses);
  }

  derivative(look) {
    return this.trace(look, this.slopes);
  }

  trace({ colours, font }, y) {
    const line = { color: colours.second, width: 3 * (font.size / USUAL_FONT_SIZE), dash: "dash" };
    return { x: this.positions, y, type: "scatter", mode: "lines", meta: "second", line };
  }

  label({ colours, font }, axes) {
    return curveLabel({ x: this.positions, y: this.losses }, axes, this.name, { color: colours.second, size: font.size, page: colours.page });
  }

  mark(scale, { index }) {
    const row = this.at(index);
    const point = { ...row, px: scale.atX(row.x), py: scale.atY(row.loss) };
    for (const [side, slope, ends] of sidesOf(row)) {
      const drawn = Number.isFinite(slope) && Number.isFinite(row.loss) && Math.abs(point.py) < FAR;
      this.lines[side].classList.toggle("gl-hidden", !drawn);
      if (drawn) place(this.lines[side], segment(scale, point, slope, reachOf(scale), ends));
    }
    const onScreen = point.py >= scale.top && point.py <= scale.top + scale.height;
    this.point.classList.toggle("gl-hidden", !onScreen);
    if (onScreen) place(this.point, { transform: `translate(${point.px} ${point.py}) rotate(45)` });
  }

  saved(scale, { index }, { colours, font }) {
    const row = this.at(index);
    const thick = font.size / USUAL_FONT_SIZE;
    const point = { ...row, px: scale.atX(row.x), py: scale.atY(row.loss) };
    const style = { color: colours.second, width: 3 * thick };
    const tangent = sidesOf(row).flatMap(([, slope, ends]) => tangentTrace(scale, point, slope, ends, "second", style));
    const marker = { symbol: "diamond", size: 17 * thick, color: colours.second };
    return [...tangent, { type: "scatter", mode: "markers", meta: "second", x: [row.x], y: [row.loss], marker }];
  }

  dispose() {
    for (const mark of [this.lines.left, this.lines.right, this.point]) mark.remove();
  }
}

/** The two halves of its tangent: at a corner each has its own slope. */
function sidesOf({ slope, left, right, kink }) {
  return [["left", kink ? left : slope, [-1, 0]], ["right", kink ? right : slope, [0, 1]]];
}
