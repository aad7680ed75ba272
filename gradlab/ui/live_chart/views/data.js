// The data points and the line that is fitted to them, beside the loss. The line turns with the point on the loss. Its
// handle moves the slider of the weight, and each data point those of its x and y.

import { made, madeMark, place } from "../../browser/dom.js";
import { filled } from "../../browser/numbers.js";
import { drawFigure } from "../../browser/plotly.js";
import { commitSlider, moveSlider, sliderInput, sliderKeyOf } from "../../browser/slider.js";
import { dressed, scales, USUAL_FONT_SIZE } from "../chart.js";
import { watchDrag } from "../pointer.js";
import { VIEWS } from "../views.js";

const BEGIN = 4; // pixels; then it is seen whether a data point is dragged up or down, or to the side
const ASIDE = 40; // pixels; the other one of its numbers follows only a drag that goes further off
const LEVER = 0.2; // of the axis; nearer to x = 0 a pixel would turn the line too far
const LOW = 150; // pixels; a picture that is lower has no room for the names of its axes

VIEWS.data = class {
  constructor(chart) {
    this.chart = chart;
    this.moved = new Map(); // by its slider's key, what has been moved since the server's numbers
    this.title = made("h3", "gl-title");
    this.plotly = made("div", "gl-plotly");
    this.svg = madeMark("svg", "gl-marks");
    this.svg.setAttribute("aria-hidden", "true");
    this.residuals = madeMark("g", "");
    this.line = madeMark("line", "gl-fit");
    this.handle = madeMark("circle", "gl-fit-handle");
    this.points = madeMark("g", "");
    this.svg.append(this.residuals, this.line, this.handle, this.points);
    this.area = made("div", "gl-data-plot", this.plotly, this.svg);
    this.area.setAttribute("role", "img");
    this.part = made("div", "gl-data", this.title, this.area);
    chart.find("beside").append(this.part);
    watchDrag(this.svg, this.handle, {
      from: () => chart.choose(this.keys.weight[0]),
      to: (pixel) => { this.aim = pixel; this.turn(); },
      done: () => { this.letGo = true; this.turn(); },
    });
  }

  /** New numbers: what has been moved is no longer ahead of them once they are those of where it stands. */
  take(frame, { figure, keys, names }, words) {
    const column = (name) => frame.numbers[`data.${name}`];
    Object.assign(this, { frame, keys, column, figure });
    this.stands = new Map(Object.entries(keys).flatMap(([role, own]) => own.map((key, index) => [key, column(role)[index]])));
    this.title.textContent = filled(words.title, names);
    this.area.setAttribute("aria-label", filled(words.description, names));
    const count = keys.x.length;
    if (this.points.children.length !== count) this.drawPoints(count);
    this.handle.classList.toggle("gl-hidden", !this.isElement(keys.weight[0]));
    for (const key of [...this.moved.keys()]) this.compare(key);
    this.turn();
  }

  /** No parameter of the loss moves the line or the data; a data point that is one is drawn where it has been moved to. */
  member() {
    return true;
  }

  drawPoints(count) {
    const several = (kind, className) => Array.from({ length: count }, () => madeMark(kind, className));
    this.residuals.replaceChildren(...several("line", "gl-residual"));
    this.points.replaceChildren(...several("circle", "gl-datum"));
    [...this.points.children].forEach((point, index) => {
      watchDrag(this.svg, point, {
        from: (pixel) => this.hold(index, pixel),
        to: (pixel) => this.carry(pixel),
        done: () => this.held.moving.forEach((role) => commitSlider(this.held.key[role])),
      });
    });
  }

  isElement(key) {
    return this.frame.data.elements.some((element) => element.key === key);
  }

  /** The plot of the loss has been drawn: draw this one, as high. */
  async drawn() {
    const { clientWidth: width, clientHeight: height } = this.area;
    const { margin, xaxis, yaxis } = this.figure.layout;
    const look = this.chart.dress();
    const { data, layout } = dressed(this.figure, {
      ...look, axes: { x: xaxis.range, y: yaxis.range }, size: { width, height },
      margin: { ...margin, l: (margin.l * look.font.size) / USUAL_FONT_SIZE, b: look.font.size * (height < LOW ? 1.6 : 2.9) },
    });
    if (height < LOW) for (const axis of [layout.xaxis, layout.yaxis]) axis.title = "";
    await drawFigure(this.plotly, { data, layout });
    this.scale = scales(this.plotly);
    this.show(this.chart.row);
  }

  /** A stock slider has moved, by whatever hand. */
  slid(input) {
    if (input === sliderInput(this.frame.key)) return;
    const key = sliderKeyOf(input, [...this.stands.keys()]);
    if (!key) return;
    const before = this.ahead;
    this.compare(key);
    if (this.ahead !== before) this.chart.markOld();
    this.show(this.chart.row);
  }

  /** Compare where a slider stands with what the server has computed. The active one's is known everywhere. */
  compare(key) {
    const input = sliderInput(key);
    const same = Math.abs(Number(input?.value) - this.stands.get(key)) <= 0.51 * Number(input?.step);
    if (!input || key === this.frame.key || !this.stands.has(key) || same) this.moved.delete(key);
    else this.moved.set(key, Number(input.value));
  }

  /** Whether it shows what the chart has no curve of: all that has been moved but the parameter that it follows. */
  get ahead() {
    return [...this.moved.keys()].some((key) => key !== this.chart.frame.parameter);
  }

  show(row) {
    if (!this.scale) return;
    const ends = this.ends(row);
    const { line, handle, scale } = this;
    const [from, to] = clippedLine(scale, ends.map(([x, y]) => [scale.atX(x), scale.atY(y)]));
    place(line, { x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
    place(handle, { cx: to[0], cy: to[1] });
    const turned = [...this.keys.weight, ...this.keys.bias].some((key) => this.moved.has(key));
    for (const mark of [line, handle, this.residuals]) mark.classList.toggle("gl-faint", turned);
    this.keys.x.forEach((_, index) => this.drawPoint(row, index, ends));
  }

  drawPoint(row, index, ends) {
    const { scale, keys: { x: xs, y: ys } } = this;
    const [x, y] = [this.value("x", index, row), this.value("y", index, row)];
    // Where a point has been moved to, the line has no number yet: the segment ends on its picture.
    const predicted = this.moved.has(xs[index]) ? onLine(ends, x) : this.column("predictions")[row.index * xs.length + index];
    const within = (pixel) => Math.min(Math.max(pixel, scale.top), scale.top + scale.height);
    const [px, py] = [scale.atX(x), scale.atY(y)];
    place(this.points.children[index], { cx: px, cy: py });
    place(this.residuals.children[index], { x1: px, x2: px, y1: py, y2: within(scale.atY(predicted)) });
    this.points.children[index].classList.toggle("gl-moved", [xs[index], ys[index]].some((key) => this.moved.has(key)));
  }

  /** A number of the data: where it has been moved to, where the active slider is, or where the server has it. */
  value(role, index, row) {
    const key = this.keys[role][index];
    return this.moved.get(key) ?? (key === this.frame.key ? row.position : this.column(role)[index]);
  }

  /** The line's two ends at a row, one at each end of the axis. */
  ends({ index }) {
    const [x, y] = [this.column("end_x"), this.column("ends")];
    return [[x[0], y[2 * index]], [x[1], y[2 * index + 1]]];
  }

  /** Turn the line to where its handle is held, once the curve over the weight is there. */
  turn() {
    const { aim, chart, frame, keys, scale } = this;
    if (!aim || frame.key !== keys.weight[0]) return;
    const end = this.column("end_x")[1];
    const [x, y] = [Math.max(scale.toX(aim.x), LEVER * end), scale.toY(aim.y)];
    const off = Array.from({ length: frame.gridCount }, (_, index) => Math.abs(onLine(this.ends({ index }), x) - y));
    chart.moveToIndex(off.indexOf(Math.min(...off)));
    if (!this.letGo) return;
    commitSlider(frame.key);
    this.aim = this.letGo = null;
  }

  /** Take hold of a data point. Of its numbers that are differentiated only one moves: the page shows one curve. */
  hold(index, pixel) {
    const key = { x: this.keys.x[index], y: this.keys.y[index] };
    const differentiated = ["y", "x"].filter((role) => this.isElement(key[role]));
    const roles = ["y", "x"].filter((role) => !differentiated.slice(1).includes(role));
    this.held = { key, roles, moving: [], start: pixel };
    if (differentiated.length) this.chart.choose(key[differentiated[0]]);
    sliderInput(key[roles[0]])?.focus({ preventScroll: true });
    this.chart.parameters.want(key[roles[0]]); // its slider may be folded away, and takes no focus then
  }

  /** The way in which a drag begins moves one number, whose curves are here or asked for: the loss follows that. */
  carry(pixel) {
    const { held: { roles, moving, key, start }, scale } = this;
    const far = (role) => Math.abs(pixel[role] - start[role]);
    if (!moving.length) {
      const [first] = roles.filter((role) => far(role) > BEGIN).sort((one, other) => far(other) - far(one));
      if (!first) return;
      moving.push(first);
      this.chart.parameters.hold(key[first]);
    }
    for (const role of roles) if (!moving.includes(role) && far(role) > ASIDE) moving.push(role);
    const to = { x: scale.toX(pixel.x), y: scale.toY(pixel.y) };
    for (const role of moving) this.moveTo(key[role], this.column(`${role}_offered`), to[role]);
  }

  /** Move a slider to the position nearest to a number. */
  moveTo(key, offered, number) {
    const off = offered.map((position) => Math.abs(position - number));
    const index = off.indexOf(Math.min(...off));
    if (key === this.frame.key) this.chart.moveToIndex(index);
    else moveSlider(key, offered[index]);
  }

  dispose() {
    window.Plotly?.purge(this.plotly);
    this.part.remove();
  }
};

/** The part of a line across the plot that lies in it, in pixels, from left to right; one point where none does. */
function clippedLine({ top, height }, [[x1, y1], [x2, y2]]) {
  const crossings = y1 === y2 ? [0, 1] : [(top - y1) / (y2 - y1), (top + height - y1) / (y2 - y1)].sort((a, b) => a - b);
  const inside = (part) => Math.min(Math.max(part, 0), 1);
  return crossings.map(inside).map((part) => [x1 + part * (x2 - x1), y1 + part * (y2 - y1)]);
}

/** How high the line through two ends is at x. */
function onLine([[x1, y1], [x2, y2]], x) {
  return y1 + ((x - x1) / (x2 - x1)) * (y2 - y1);
}
