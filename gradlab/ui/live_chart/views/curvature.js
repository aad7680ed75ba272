// The second derivative under the loss: how fast the slope changes, over the same axis, with the same point.

import { announcer } from "../../browser/announcer.js";
import { made } from "../../browser/dom.js";
import { filled, finite, signed, written } from "../../browser/numbers.js";
import { brokenCurve, UnderPlot } from "../under_plot.js";
import { VIEWS } from "../views.js";

VIEWS.curvature = class extends UnderPlot {
  constructor(chart) {
    super(chart);
    this.said = made("p", "");
    this.announced = made("p", "gl-announced");
    this.announced.setAttribute("role", "status");
    this.announce = announcer(this.announced);
    this.card = made("div", "gl-card", this.said, this.announced);
    chart.cards.append(this.card);
  }

  take(frame, texts, words) {
    Object.assign(this, { words, texts });
    this.column = (name) => frame.numbers[`curvature.${name}`];
    this.area.classList.toggle("gl-hidden", Boolean(texts.refused));
    super.take(frame, texts, words);
  }

  fits() {
    return this.column("fit") ?? [0, 1];
  }

  /** Where PyTorch refuses there is nothing to draw. */
  async drawn(plot) {
    if (!this.texts.refused) await super.drawn(plot);
  }

  /** It is broken where the slope has no single slope, and where the loss has none. */
  curves({ colours }) {
    const { frame: { gridCount, numbers, data, curve } } = this;
    const places = [...new Set([...data.kinks, ...this.texts.kinks].map(Number))].sort((one, other) => one - other);
    const own = { x: curve().x, y: finite(this.column("values").subarray(0, gridCount)), position: numbers.position };
    return { own: brokenCurve(own, places, colours) };
  }

  at({ index, kink }) {
    const [values, verdict, left, right] = ["values", "verdict", "left", "right"].map((name) => this.column(name)?.[index]);
    const broken = ["corner", "jump", "vertical"].includes(this.frame.data.verdicts[verdict]);
    return { number: values, sides: broken && !kink ? [left, right] : null };
  }

  show(row) {
    if (!this.texts.refused) super.show(row);
    const text = filled(this.words[this.form(row)], this.facts(row));
    this.said.textContent = text;
    this.announce(text);
  }

  /** Which of its forms the sentence takes. */
  form(row) {
    if (this.texts.refused) return "refused";
    const value = this.column("values")[row.index];
    const verdict = this.frame.data.verdicts[this.column("verdict")[row.index]];
    if (!Number.isFinite(row.loss)) return "no_loss";
    if (row.kink) return "no_slope";
    if (row.verdict === "not_the_slope") return "other_slope";
    if (["corner", "jump", "vertical", "not_the_slope", "precision"].includes(verdict)) return verdict;
    if (!Number.isFinite(value)) return "not_finite";
    return value > 0 ? "up" : value < 0 ? "down" : "straight";
  }

  facts({ index, name, position, slope }) {
    const of = (column) => this.column(column)?.[index];
    return {
      element: name, position: written(position), slope: signed(slope), value: signed(of("values")),
      left: signed(of("left"), 4), right: signed(of("right"), 4), true: signed(of("true")),
      dtype: this.frame.data.dtype, error: this.texts.refused,
    };
  }

  dispose() {
    super.dispose();
    this.card.remove();
  }
};
