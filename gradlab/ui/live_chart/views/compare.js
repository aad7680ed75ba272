// A second loss over the same axis: its curve, its tangent at the same position, and its numbers.

import { made, madeMark, place } from "../../browser/dom.js";
import { filled, finite, signed, written } from "../../browser/numbers.js";
import { curveLabel, USUAL_FONT_SIZE } from "../chart.js";
import { FAR, reachOf, segment } from "../marks.js";
import { tangentTrace } from "../traces.js";
import { VIEWS } from "../views.js";

VIEWS.compare = class {
  constructor(chart) {
    this.chart = chart;
    this.lines = { left: madeMark("line", "gl-second"), right: madeMark("line", "gl-second") };
    this.point = madeMark("rect", "gl-second-point");
    place(this.point, { x: -7, y: -7, width: 14, height: 14 });
    chart.find("drawn").prepend(this.lines.left, this.lines.right, this.point);
    this.name = made("h4", "");
    this.printed = made("output", "gl-second-grad");
    this.said = made("p", "");
    this.card = made("div", "gl-card gl-second-card", this.name, this.printed, this.said);
    chart.find("cards").append(this.card);
  }

  take({ numbers, gridCount }, { loss, printed, moved_by: movedBy }, words) {
    Object.assign(this, { loss, texts: printed, movedBy, words });
    const column = (name) => numbers[`compare.${name}`];
    this.at = (index) => ({
      x: column("position")[index], loss: column("loss")[index], slope: column("slope")[index],
      left: column("left")[index], right: column("right")[index], kink: Boolean(column("kink")[index]),
    });
    const onGrid = (name) => finite(column(name).subarray(0, gridCount));
    [this.positions, this.losses, this.derivative] = ["position", "loss", "slope"].map(onGrid);
    this.name.textContent = loss;
  }

  /** What both losses have moves the second curve, too; that one is not here. */
  member({ parameter }) {
    return !this.movedBy.includes(parameter);
  }

  traces(look) {
    return [this.trace(look, this.losses)];
  }

  derivatives(look) {
    return [this.trace(look, this.derivative)];
  }

  trace({ colours, font }, y) {
    const line = { color: colours.second, width: 3 * (font.size / USUAL_FONT_SIZE), dash: "dash" };
    return { x: this.positions, y, type: "scatter", mode: "lines", meta: "second", line };
  }

  labels({ colours, font }, axes) {
    return [curveLabel({ x: this.positions, y: this.losses }, axes, this.loss, { color: colours.second, size: font.size, page: colours.page })];
  }

  show({ index, tensor, gradientName }) {
    const { loss, slope, left, right, kink } = this.at(index);
    this.printed.textContent = `${tensor}.grad  ${this.texts[index]}`;
    const form = kink ? "kink" : "said";
    this.said.textContent = filled(this.words[form], {
      loss: written(loss), slope: signed(slope), gradient: gradientName, left: signed(left, 4), right: signed(right, 4),
    });
  }

  mark(scale, { index }) {
    const row = this.at(index);
    const point = { ...row, px: scale.atX(row.x), py: scale.atY(row.loss) };
    for (const [side, slope, ends] of this.sides(row)) {
      const drawn = Number.isFinite(slope) && Number.isFinite(row.loss) && Math.abs(point.py) < FAR;
      this.lines[side].classList.toggle("gl-hidden", !drawn);
      if (drawn) place(this.lines[side], segment(scale, point, slope, reachOf(scale), ends));
    }
    const onScreen = point.py >= scale.top && point.py <= scale.top + scale.height;
    this.point.classList.toggle("gl-hidden", !onScreen);
    if (onScreen) place(this.point, { transform: `translate(${point.px} ${point.py}) rotate(45)` });
  }

  sides({ slope, left, right, kink }) {
    return [["left", kink ? left : slope, [-1, 0]], ["right", kink ? right : slope, [0, 1]]];
  }

  saved(scale, { index }, { colours, font }) {
    const row = this.at(index);
    const thick = font.size / USUAL_FONT_SIZE;
    const point = { ...row, px: scale.atX(row.x), py: scale.atY(row.loss) };
    const tangent = this.sides(row).flatMap(([, slope, ends]) => tangentTrace(scale, point, slope, ends, "second", { color: colours.second, width: 3 * thick }));
    const marker = { symbol: "diamond", size: 17 * thick, color: colours.second };
    return [...tangent, { type: "scatter", mode: "markers", meta: "second", x: [row.x], y: [row.loss], marker }];
  }

  dispose() {
    for (const part of [...Object.values(this.lines), this.point, this.card]) part.remove();
  }
};
