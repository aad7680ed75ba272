// One step of gradient descent: written out at every position, an arrow to where it leads, and the trail of those taken.

import { FAR, made, madeMark, place } from "../../browser/dom.js";
import { filled, written } from "../../browser/numbers.js";
import { USUAL_FONT_SIZE } from "../chart.js";
import { keepForms, keepRoom, slotted, tellingRows } from "../room.js";
import { lineTrace } from "../traces.js";
import { VIEWS } from "../views.js";

const LINES = 8; // elements whose step is written out
const APART = 18; // pixels between the numbers of a trail

VIEWS.step = class {
  constructor(chart) {
    this.chart = chart;
    this.trail = madeMark("g", "gl-trail");
    this.arrow = madeMark("line", "gl-step");
    this.landing = madeMark("circle", "gl-landing");
    this.landing.setAttribute("r", 7);
    chart.find("tangent").after(this.trail, this.arrow, this.landing);
    this.title = made("h4", "");
    this.lines = made("div", "gl-step-lines");
    [this.leads, this.holds, this.taken] = ["", "", ""].map(() => made("p", ""));
    this.taken.setAttribute("role", "status");
    this.holdsSlot = slotted(this.holds);
    this.program = made("pre", "gl-step-program");
    this.table = made("table", "");
    this.summary = made("summary", "");
    this.details = made("details", "gl-trail-table", this.summary, made("div", "gl-scroll", this.table));
    this.details.lastChild.tabIndex = 0; // it scrolls by keyboard, too
    this.card = made("div", "gl-card gl-step-card", this.title, this.lines, slotted(this.leads), this.holdsSlot, this.taken, this.program, this.details);
    chart.cards.append(this.card);
  }

  take(frame, texts, words) {
    const numbers = (name) => frame.numbers[`step.${name}`];
    Object.assign(this, { texts, words, elements: frame.data.elements, rate: numbers("rate")[0] });
    const width = this.elements.length;
    this.active = this.elements.findIndex(({ key }) => key === frame.key);
    this.at = (index) => {
      const [held, after] = ["held", "after"].map((name) => numbers(name).subarray(index * width, (index + 1) * width));
      return { held, after, loss: numbers("loss")[index] };
    };
    this.values = numbers("value");
    this.takes = (value, index) => value >= numbers("low")[index] && value <= numbers("high")[index] && Number.isFinite(value);
    this.points = Array.from(numbers("trail"), (x, index) => ({ x, loss: numbers("trail_loss")[index] }));
    this.title.textContent = words.title;
    this.reserve(tellingRows(frame));
    this.drawProgram();
    this.drawTaken();
    this.drawTable();
  }

  /** The lines of one pass of the loop; what zero_grad would do is struck out where it is left out. */
  drawProgram() {
    const { program, zero, zero_grad: on } = this.texts;
    const last = on ? zero : made("del", "", zero);
    this.program.replaceChildren(made("code", "", `${program}\n`, last, on ? "" : `  # ${this.words.left_out}`));
  }

  /** What the last step did; said where it is read aloud, for it changes with each. */
  drawTaken() {
    const count = this.texts.runs.reduce((steps, length) => steps + length - 1, 0);
    const [before, after] = this.points.slice(-2).map(({ loss }) => written(loss));
    this.taken.textContent = count ? filled(this.words.taken, { count, before, after }) : "";
  }

  drawTable() {
    const row = (kind, texts) => made("tr", "", ...texts.map((text) => made(kind, "", text)));
    this.details.classList.toggle("gl-hidden", !this.points.length);
    this.summary.textContent = this.words.trail;
    const { name } = this.elements[this.active];
    this.table.replaceChildren(
      made("thead", "", row("th", [this.words.number, name, this.chart.words.readout.loss])),
      made("tbody", "", ...this.points.map(({ x, loss }, index) => row("td", [String(index), written(x), written(loss)]))),
    );
  }

  /** Keep room for what these rows say. */
  reserve(rows) {
    const all = rows.map((row) => this.linesAt(row));
    const several = this.elements.length > 1;
    if (this.lines.children.length !== all[0].length) this.lines.replaceChildren(...all[0].map(() => slotted(made("span", ""))));
    Array.from(this.lines.children).forEach((slot, index) => {
      keepRoom(slot.firstChild, all.map((lines) => lines[index]));
      slot.classList.toggle("gl-active-line", several && index === Math.min(this.active, LINES));
    });
    keepForms(this.leads, this.words, ["lower", "higher", "level", "blocked"], { element: this.elements[this.active].name });
    keepRoom(this.holds, rows.map((row) => this.holdsText(row)));
    this.holdsSlot.classList.toggle("gl-usual", this.texts.zero_grad);
  }

  show(row) {
    const { after, loss } = this.at(row.index);
    this.linesAt(row).forEach((line, index) => { this.lines.children[index].firstChild.textContent = line; });
    this.leads.textContent = this.outcome(row, after, loss);
    this.holds.textContent = this.holdsText(row);
  }

  /** The step of each element written out; of many, of the first few and of the one that moves. */
  linesAt(row) {
    const { held, after } = this.at(row.index);
    const value = (index) => (index === this.active ? row.position : this.values[index]);
    const bracketed = (number) => (number < 0 ? `(${written(number)})` : written(number));
    const lines = this.elements.map(({ name }, index) =>
      `${name} ← ${written(value(index))} − ${written(this.rate)} · ${bracketed(held[index])} = ${written(after[index])}`);
    const shown = lines.filter((_, index) => index < LINES || index === this.active);
    return shown.length < lines.length ? [...shown, "…"] : shown;
  }

  /** What becomes of the gradient after the step. */
  holdsText(row) {
    const form = this.texts.zero_grad ? "cleared" : this.texts.count ? "held" : "kept";
    const printed = this.texts.count ? this.texts.printed[row.index] : row.printed;
    return filled(this.words[form], { gradient: `${row.tensor}.grad`, count: this.texts.count + 1, printed });
  }

  /** Where the step leads, in a sentence. */
  outcome({ loss: before }, after, loss) {
    const blocked = after.findIndex((value, index) => !this.takes(value, index));
    const values = { before: written(before), after: written(loss) };
    if (blocked >= 0) return filled(this.words.blocked, { element: this.elements[blocked].name, value: written(after[blocked]) });
    return filled(this.words[stepForm(before, loss)], values);
  }

  /** The arrow from the point to where the step leads. */
  mark(scale, row) {
    const { after, loss } = this.at(row.index);
    const [x1, y1, x2, y2] = [scale.atX(row.position), scale.atY(row.loss), scale.atX(after[this.active]), scale.atY(loss)];
    const drawn = [x1, y1, x2, y2].every((pixel) => Math.abs(pixel) < FAR);
    for (const part of [this.arrow, this.landing]) part.classList.toggle("gl-hidden", !drawn);
    if (!drawn) return;
    place(this.arrow, { x1, y1, x2, y2 });
    place(this.landing, { cx: x2, cy: y2 });
  }

  /** The trail in the axes of now: the points that steps have visited, joined, the older the fainter. */
  drawn({ scale, plotly }) {
    const above = parseFloat(getComputedStyle(plotly).fontSize);
    const pixels = this.points.map(({ x, loss }) => ({ x: scale.atX(x), y: scale.atY(loss) }));
    const seen = ({ x, y }) => Math.abs(x) < FAR && Math.abs(y) < FAR;
    const parts = [];
    for (const [from, to] of this.segments()) {
      if (!seen(pixels[from]) || !seen(pixels[to])) continue;
      const line = madeMark("line", "gl-trail-line");
      place(line, { x1: pixels[from].x, y1: pixels[from].y, x2: pixels[to].x, y2: pixels[to].y, opacity: this.opacity(to) });
      parts.push(line);
    }
    const numbered = [];
    pixels.forEach((_, back) => {
      const index = pixels.length - 1 - back;
      const at = pixels[index];
      if (!seen(at)) return;
      const point = madeMark("circle", "gl-trail-point");
      place(point, { cx: at.x, cy: at.y, r: 5, opacity: this.opacity(index) });
      parts.push(point);
      if (numbered.some(({ x, y }) => Math.hypot(x - at.x, y - at.y) < APART)) return;
      numbered.push(at);
      const number = madeMark("text", "gl-trail-number");
      place(number, { x: at.x, y: at.y - above * (back ? 1 : 1.25), "text-anchor": "middle" });
      number.textContent = String(index);
      parts.push(number);
    });
    this.trail.replaceChildren(...parts);
  }

  opacity(index) {
    return 0.4 + (0.6 * (index + 1)) / this.points.length;
  }

  /** Which points a step joins: those of one run. */
  segments() {
    let start = 0;
    return this.texts.runs.flatMap((length) => {
      const first = start;
      start += length;
      return Array.from({ length: length - 1 }, (_, step) => [first + step, first + step + 1]);
    });
  }

  saved(scale, row, { colours, font }) {
    const thick = font.size / USUAL_FONT_SIZE;
    const style = { color: colours.text, width: 2 * thick };
    const at = (index) => [this.points[index].x, this.points[index].loss];
    const { after, loss } = this.at(row.index);
    const marker = { size: 10 * thick, color: colours.text };
    const landing = { symbol: "circle-open", size: 14 * thick, color: colours.text, line: { width: 2 * thick } };
    return [
      ...this.segments().map(([from, to]) => lineTrace("trail", [at(from), at(to)], style)),
      { type: "scatter", mode: "markers+text", meta: "trail", x: this.points.map(({ x }) => x), y: this.points.map(({ loss: y }) => y), text: this.points.map((_, index) => String(index)), textposition: "top center", textfont: { color: colours.text, size: font.size }, marker },
      lineTrace("step", [[row.position, row.loss], [after[this.active], loss]], { ...style, dash: "dot" }),
      { type: "scatter", mode: "markers", meta: "step", x: [after[this.active]], y: [loss], marker: landing },
    ];
  }

  dispose() {
    for (const part of [this.trail, this.arrow, this.landing, this.card]) part.remove();
  }
};

/** Which sentence says where a step takes the loss. Of nan nothing is higher or lower, and from inf no gradient leads on. */
export function stepForm(before, after) {
  if (!Number.isFinite(before)) return "from_nothing";
  if (!Number.isFinite(after)) return "broken";
  return after < before ? "lower" : after === before ? "level" : "higher";
}
