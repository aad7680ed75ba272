// The line of a guess: through the point where the question asks, turned by its slider, or by the line itself. It stays
// there once the tangent is shown and the point can be moved.

import { FAR, madeMark, place } from "../../browser/dom.js";
import { commitSlider, moveSlider, sliderInput } from "../../browser/slider.js";
import { USUAL_FONT_SIZE } from "../chart.js";
import { reachOf, segment } from "../marks.js";
import { watchDrag } from "../pointer.js";
import { tangentTrace } from "../traces.js";
import { VIEWS } from "../views.js";

const KEY = "guess";
const BEYOND = 1.25; // of a tangent's length: the ends stay in sight beside one
const NEAR = 12; // pixels across; nearer to the point a pixel would turn the line too far

VIEWS.guess = class {
  constructor(chart) {
    this.chart = chart;
    this.line = madeMark("line", "gl-guess");
    this.grip = madeMark("line", "gl-guess-grip");
    this.ends = [0, 1].map(() => madeMark("circle", "gl-guess-end"));
    this.marks = [this.line, this.grip, ...this.ends];
    chart.find("drawn").append(...this.marks);
    for (const part of [this.grip, ...this.ends]) {
      watchDrag(chart.plot.svg, part, { from: () => chart.changes.hold(KEY), to: (pixel) => this.turnTo(pixel), done: () => commitSlider(KEY) });
    }
  }

  take(frame) {
    const number = (name) => frame.numbers[`guess.${name}`][0];
    Object.assign(this, { low: number("low"), high: number("high") });
    this.row = frame.at(frame.ownRow);
    this.slope = number("slope");
  }

  slid(input) {
    if (input !== sliderInput(KEY)) return;
    this.slope = Number(input.value);
    this.mark(this.chart.plot.scale);
  }

  /** Turn the line so that it goes through a pixel. */
  turnTo({ x, y }) {
    const { scale } = this.chart.plot;
    const input = sliderInput(KEY);
    if (!input || input.disabled) return;
    moveSlider(KEY, this.slopeThrough(scale, { x, y }, Number(input.step)));
  }

  /** The slope offered that is nearest to that of the line through the point and a pixel. */
  slopeThrough(scale, { x, y }, step) {
    const across = x - scale.atX(this.row.position);
    const away = Math.abs(across) < NEAR ? NEAR * (across < 0 ? -1 : 1) : across;
    const run = away * scale.unitsPerPixel;
    const slope = Math.min(Math.max((scale.toY(y) - this.row.loss) / run, this.low), this.high);
    return Number((this.low + Math.round((slope - this.low) / step) * step).toFixed(10));
  }

  mark(scale) {
    const { position: x, loss } = this.row;
    const point = { x, loss, px: scale.atX(x), py: scale.atY(loss) };
    const drawn = Math.abs(point.py) < FAR;
    for (const mark of this.marks) mark.classList.toggle("gl-hidden", !drawn);
    if (!drawn) return;
    const at = segment(scale, point, this.slope, reachOf(scale), [-BEYOND, BEYOND]);
    place(this.line, at);
    place(this.grip, at);
    place(this.ends[0], { cx: at.x1, cy: at.y1 });
    place(this.ends[1], { cx: at.x2, cy: at.y2 });
  }

  saved(scale, _, { colours, font }) {
    const { position: x, loss } = this.row;
    const point = { x, loss, px: scale.atX(x), py: scale.atY(loss) };
    const style = { color: colours.secant, width: (3.5 * font.size) / USUAL_FONT_SIZE, dash: "dash" };
    return tangentTrace(scale, point, this.slope, [-BEYOND, BEYOND], "guess", style);
  }

  dispose() {
    for (const mark of this.marks) mark.remove();
  }
};
