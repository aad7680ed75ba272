// Mean and sum side by side: the curve and the tangent of the other reduction, and the whole gradient of both as bars on
// one scale.

import { made } from "../../browser/dom.js";
import { signed, written } from "../../browser/numbers.js";
import { curveLabel } from "../chart.js";
import { VIEWS } from "../views.js";
import { SecondCurveView } from "./second_curve.js";

VIEWS.reductions = class extends SecondCurveView {
  constructor(chart) {
    const [title, lossName, rows, said] = [made("h4", ""), made("th", ""), made("tbody", ""), made("p", "")];
    const heads = ["own", "other"].map((which) => made("th", `gl-${which}`));
    const losses = heads.map(() => made("td", ""));
    const head = made("thead", "", made("tr", "", made("td", ""), made("td", ""), ...heads));
    const foot = made("tfoot", "", made("tr", "", lossName, made("td", ""), ...losses));
    super(chart, "gl-reductions", title, made("table", "", head, rows, foot), said);
    Object.assign(this, { title, heads, losses, lossName, rows, said });
  }

  take(frame, { own, other, said }, words) {
    const { numbers, width, data, curve } = frame;
    Object.assign(this, { own, ofOwn: curve(), largest: numbers["reductions.largest"][0] });
    this.curve.take(frame, "reductions", other);
    this.chart.plot.ghost = this.chart.plot.kept = null; // the curve before is the other one
    this.gradient = (index) => numbers["reductions.gradients"].subarray(index * width, (index + 1) * width);
    this.title.textContent = words.title;
    this.heads.forEach((head, which) => { head.textContent = [own, other][which]; });
    this.lossName.textContent = words.loss;
    this.said.textContent = said;
    this.bars = data.elements.map(({ name }) => newRow(name));
    this.rows.replaceChildren(...this.bars.map(({ row }) => row));
  }

  /** Both curves are named. */
  labels(look, axes) {
    const { colours, font } = look;
    const own = curveLabel(this.ofOwn, axes, this.own, { color: colours.curve, size: font.size, page: colours.page });
    return [...super.labels(look, axes), own];
  }

  show({ index, loss, gradient }) {
    const other = this.gradient(index);
    this.losses.forEach((cell, which) => { cell.textContent = written(which ? this.curve.at(index).loss : loss, 4); });
    this.bars.forEach(({ fills, values }, element) => {
      [gradient[element], other[element]].forEach((value, which) => {
        const share = Number.isFinite(value) ? Math.min(Math.abs(value) / this.largest, 1) * 50 : 0;
        fills[which].style.width = `${share}%`;
        fills[which].style.left = value < 0 ? `${50 - share}%` : "50%";
        values[which].textContent = signed(value, 4);
      });
    });
  }
};

/** An element: its name, a bar for each of the two gradients, and their numbers. */
function newRow(name) {
  const fills = ["own", "other"].map((which) => made("span", `gl-bar-fill gl-${which}`));
  const values = fills.map(() => made("td", ""));
  const row = made("tr", "", made("th", "", name), made("td", "", made("span", "gl-bar-track", ...fills)), ...values);
  return { row, fills, values };
}
