// The secant through the point and a second one, h to its right. As h falls it turns into the tangent, until rounding
// wrecks it.

import { announcer } from "../../browser/announcer.js";
import { FAR, made, madeMark, place } from "../../browser/dom.js";
import { filled, signed, written } from "../../browser/numbers.js";
import { sliderInput } from "../../browser/slider.js";
import { USUAL_FONT_SIZE } from "../chart.js";
import { reachOf, segment } from "../marks.js";
import { keepForms, slotted } from "../room.js";
import { tangentTrace } from "../traces.js";
import { VIEWS } from "../views.js";

const FORMS = ["no_loss", "vanished", "swallowed", "beyond", "outside", "kink", "no_gradient", "exact", "near", "rounding", "wide"]; // of its sentence
const ROUNDING = 4; // a difference within so many times what rounding the loss and its place may do is put down to it

VIEWS.secant = class {
  constructor(chart) {
    this.chart = chart;
    this.line = madeMark("line", "gl-secant");
    this.end = madeMark("circle", "gl-secant-end");
    this.end.setAttribute("r", 8);
    chart.find("drawn").prepend(this.line, this.end);
    this.title = made("h4", "");
    this.values = made("dl", "gl-values");
    this.said = made("p", "");
    this.announced = made("p", "gl-announced");
    this.announced.setAttribute("role", "status");
    this.announce = announcer(this.announced);
    this.card = made("div", "gl-card gl-secant-card", this.title, this.values, slotted(this.said), this.announced);
    chart.cards.append(this.card);
  }

  take({ numbers, data }, { widths, at }, words) {
    const [epsilon, low, high] = ["epsilon", "low", "high"].map((name) => numbers[`secant.${name}`][0]);
    Object.assign(this, { widths, words, epsilon, low, high, dtype: data.dtype });
    this.width = Number(sliderInput("h")?.value ?? at);
    const [slope, loss, end] = ["slope", "loss", "end"].map((name) => numbers[`secant.${name}`]);
    const count = numbers.position.length;
    this.at = (width, row) => ({ slope: slope[width * count + row], loss: loss[width * count + row], end: end[width * count + row] });
    const element = data.elements.find(({ key }) => key === data.active).name;
    this.title.textContent = filled(words.title, { element });
    keepForms(this.said, words, FORMS, { element, dtype: data.dtype });
  }

  /** The slider of h counts its widths. */
  slid(input) {
    if (input !== sliderInput("h")) return;
    this.width = Number(input.value);
    this.show(this.chart.row);
    this.mark(this.chart.plot.scale, this.chart.row);
  }

  show(row) {
    const secant = this.at(this.width, row.index);
    const off = secant.slope - row.slope;
    if (!this.values.children.length) this.values.append(...Array.from({ length: 4 }, () => [made("dt", ""), made("dd", "")]).flat());
    [
      "h", this.widths[this.width], this.words.slope, signed(secant.slope, 10),
      `autograd: ${row.gradientName}`, signed(row.slope, 10), this.words.difference, signed(off, 2),
    ].forEach((text, index) => { this.values.children[index].textContent = text; });
    const nearest = this.nearest(row);
    const text = filled(this.words[this.form(row, secant, nearest)], {
      element: row.name, dtype: this.dtype, best: this.widths[nearest], end: written(secant.end), loss: written(secant.loss),
      here: written(row.loss), gradient: written(row.slope), right: signed(row.right, 4),
    });
    this.said.textContent = text;
    this.announce(text);
  }

  /** Which of its forms the sentence takes. */
  form(row, { slope, loss, end }, nearest) {
    if (!Number.isFinite(row.loss)) return "no_loss";
    if (end === row.stored) return Number.isNaN(slope) ? "vanished" : "swallowed";
    if (end < this.low || end > this.high) return "beyond";
    if (!Number.isFinite(loss)) return "outside";
    if (row.kink) return "kink";
    if (!Number.isFinite(row.slope)) return "no_gradient";
    const off = Math.abs(slope - row.slope);
    if (off === 0) return "exact";
    if (this.width === nearest) return "near";
    const rounding = (this.epsilon * (Math.abs(loss) + Math.abs(row.loss) + Math.abs(end * slope))) / Number(this.widths[this.width]);
    return this.width > nearest && off <= ROUNDING * rounding ? "rounding" : "wide";
  }

  /** The widest h whose secant is nowhere nearer to the tangent. */
  nearest(row) {
    const off = this.widths.map((_, width) => Math.abs(this.at(width, row.index).slope - row.slope));
    return off.indexOf(Math.min(...off.filter((distance) => !Number.isNaN(distance))));
  }

  mark(scale, row) {
    const secant = this.at(this.width, row.index);
    const point = this.point(scale, row);
    const drawn = Number.isFinite(secant.slope) && Number.isFinite(row.loss) && Math.abs(point.py) < FAR;
    this.line.classList.toggle("gl-hidden", !drawn);
    if (drawn) place(this.line, segment(scale, point, secant.slope, reachOf(scale), this.ends(scale, point, secant)));
    const [cx, cy] = [scale.atX(secant.end), scale.atY(secant.loss)];
    const shown = drawn && Number.isFinite(cy) && Math.abs(cy) < FAR;
    this.end.classList.toggle("gl-hidden", !shown);
    if (shown) place(this.end, { cx, cy });
  }

  point(scale, { position: x, loss }) {
    return { x, loss, px: scale.atX(x), py: scale.atY(loss) };
  }

  /** How far the line goes to both sides, in reaches of a tangent: beyond the second point. */
  ends(scale, { px, py }, { end, loss }) {
    const distance = Math.hypot(scale.atX(end) - px, scale.atY(loss) - py) / reachOf(scale);
    return [-1, Math.min(Math.max(1, distance + 0.3), FAR) || 1];
  }

  saved(scale, row, { colours, font }) {
    const secant = this.at(this.width, row.index);
    const point = this.point(scale, row);
    const thick = font.size / USUAL_FONT_SIZE;
    const style = { color: colours.secant, width: 3 * thick, dash: "dash" };
    const marker = { symbol: "circle", size: 15 * thick, color: colours.page, line: { color: colours.secant, width: 3 * thick } };
    return [
      ...tangentTrace(scale, point, secant.slope, this.ends(scale, point, secant), "secant", style),
      { type: "scatter", mode: "markers", meta: "secant", x: [secant.end], y: [secant.loss], marker },
    ];
  }

  dispose() {
    for (const part of [this.line, this.end, this.card]) part.remove();
  }
};
