// Mean and sum side by side: the curve and the tangent of the other reduction, and the whole gradient of both as bars on
// one scale.

import { made } from "../../browser/dom.js";
import { signed, written } from "../../browser/numbers.js";
import { curveLabel } from "../chart.js";
import { VIEWS } from "../views.js";
import { SecondCurve } from "./second_curve.js";

VIEWS.reductions = class {
  constructor(chart) {
    this.chart = chart;
    this.curve = new SecondCurve(chart);
    this.title = made("h4", "");
    this.heads = ["own", "other"].map((which) => made("th", `gl-${which}`));
    this.losses = this.heads.map(() => made("td", ""));
    this.lossName = made("th", "");
    this.rows = made("tbody", "");
    const head = made("thead", "", made("tr", "", made("td", ""), made("td", ""), ...this.heads));
    const foot = made("tfoot", "", made("tr", "", this.lossName, made("td", ""), ...this.losses));
    this.said = made("p", "");
    this.card = made("div", "gl-card gl-reductions", this.title, made("table", "", head, this.rows, foot), this.said);
    chart.find("cards").append(this.card);
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

  traces(look) {
    return [this.curve.loss(look)];
  }

  derivatives(look) {
    return [this.curve.derivative(look)];
  }

  /** Both curves are named. */
  labels(look, axes) {
    const { colours, font } = look;
    const own = curveLabel(this.ofOwn, axes, this.own, { color: colours.curve, size: font.size, page: colours.page });
    return [this.curve.label(look, axes), own];
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
};

/** An element: its name, a bar for each of the two gradients, and their numbers. */
function newRow(name) {
  const fills = ["own", "other"].map((which) => made("span", `gl-bar-fill gl-${which}`));
  const values = fills.map(() => made("td", ""));
  const row = made("tr", "", made("th", "", name), made("td", "", made("span", "gl-bar-track", ...fills)), ...values);
  return { row, fills, values };
}
