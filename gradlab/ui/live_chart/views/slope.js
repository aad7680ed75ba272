// The slope under the loss: the derivative over the same axis, with the same point.

import { made, madeMark, place } from "../../browser/dom.js";
import { filled, finite, signed } from "../../browser/numbers.js";
import { drawFigure } from "../../browser/plotly.js";
import { commitSlider } from "../../browser/slider.js";
import { dressed, scales } from "../chart.js";
import { watchPointer } from "../pointer.js";
import { tried, VIEWS } from "../views.js";

VIEWS.slope = class {
  constructor(chart) {
    this.chart = chart;
    this.plotly = made("div", "gl-plotly");
    this.svg = madeMark("svg", "gl-marks");
    this.press = madeMark("rect", "gl-press");
    this.guide = madeMark("line", "gl-guide");
    this.sides = ["left", "right"].map(() => madeMark("circle", "gl-side"));
    this.point = madeMark("circle", "gl-point");
    this.number = madeMark("text", "gl-slope-number");
    this.svg.append(this.press, this.guide, ...this.sides, this.point, this.number);
    this.svg.setAttribute("aria-hidden", "true");
    this.area = made("div", "gl-plot gl-slope-plot", this.plotly, this.svg);
    this.area.setAttribute("role", "img");
    chart.find("under").append(this.area);
    watchPointer(this.svg, this.press, {
      to: (pixel) => chart.moveTo(pixel),
      done: () => commitSlider(chart.frame.key),
      zoom: (factor, pixel) => chart.plot.zoom(factor, { ...chart.plot.centre(), x: this.scale.toX(pixel.x) }),
    });
  }

  /** New numbers: the axis of the slope holds still as the axes of the loss do. */
  take(frame, { figure }, words) {
    this.frame = frame;
    this.figure = figure;
    if (this.fitted !== frame.data.axes) this.refitted(frame);
    this.area.setAttribute("aria-label", filled(words.description, { element: frame.at(0).name }));
  }

  /** The axis makes room once, for all that the parameter may be dragged to: nothing leaves the picture, and it holds still. */
  member(frame) {
    this.frame = frame;
    const [low, high] = frame.steepest ?? this.range;
    const air = 0.06 * (high - low);
    if (low < this.range[0]) this.range = [low - air, this.range[1]];
    if (high > this.range[1]) this.range = [this.range[0], high + air];
    return true;
  }

  refitted(frame) {
    this.fitted = frame.data.axes;
    const fits = [...this.chart.views.keys()].flatMap((name) => Array.from(frame.numbers[`${name}.slope_fit`] ?? []));
    this.range = [Math.min(...fits), Math.max(...fits)];
  }

  /** The plot of the loss has been drawn: draw this one as wide, over the same part of the axis. */
  async drawn(plot) {
    const { clientWidth: width, clientHeight: height } = this.area;
    const margin = { l: plot.scale.left, r: width - plot.scale.left - plot.scale.width, t: 8, b: parseFloat(getComputedStyle(this.plotly).fontSize) * 2.6 };
    const axes = { x: plot.axes.x, y: this.range };
    const look = this.chart.dress();
    const behind = this.chart.present.flatMap((view) => tried(this.chart, view, () => view.derivatives?.(look)) ?? []);
    const figure = { ...this.figure, data: slopeTraces(this.frame, look.colours) };
    const { data, layout } = dressed(figure, { ...look, axes, margin, behind, size: { width, height } });
    await drawFigure(this.plotly, { data, layout });
    this.scale = scales(this.plotly);
    place(this.press, { x: this.scale.left, y: this.scale.top, width: this.scale.width, height: this.scale.height });
    this.show(this.chart.row);
  }

  show({ position, slope, kink }) {
    if (!this.scale) return;
    const { top, height } = this.scale;
    const x = this.scale.atX(position);
    place(this.guide, { x1: x, x2: x, y1: 0, y2: top + height });
    this.dot(this.point, x, slope);
    this.sides.forEach((side, index) => this.dot(side, x, kink ? [kink.left, kink.right][index] : NaN));
    const shown = this.dot(this.number, x, slope);
    if (!shown) return;
    const onLeft = x > this.scale.left + this.scale.width / 2;
    place(this.number, { x: x + (onLeft ? -16 : 16), y: this.scale.atY(slope), "text-anchor": onLeft ? "end" : "start", "dominant-baseline": "central" });
    this.number.textContent = signed(slope, 4);
  }

  /** Put a mark at a slope, or hide it where that lies outside of the picture. */
  dot(mark, x, slope) {
    const y = this.scale.atY(slope);
    const shown = y >= this.scale.top && y <= this.scale.top + this.scale.height;
    mark.classList.toggle("gl-hidden", !shown);
    if (shown && mark.tagName === "circle") place(mark, { cx: x, cy: y, r: mark === this.point ? 8 : 6 });
    return shown;
  }

  dispose() {
    window.Plotly?.purge(this.plotly);
    this.area.remove();
  }
};

/** The derivative as a curve. At a kink there is no single slope: it is broken there, and what PyTorch returns is a dot. */
function slopeTraces(frame, colours) {
  const [{ x }, slopes, { position }] = [frame.curve(), finite(frame.slopes()), frame.numbers];
  const kinks = frame.data.kinks.map(Number);
  const [line, dots] = [{ x: [], y: [] }, { x: [], y: [] }];
  const put = (trace, at, slope) => { trace.x.push(at); trace.y.push(slope); };
  slopes.forEach((slope, index) => {
    while (kinks[0] < position[index]) put(line, kinks.shift(), null);
    const atKink = kinks[0] === position[index];
    put(line, x[index], atKink ? null : slope);
    if (atKink) put(dots, kinks.shift(), slope);
  });
  const style = { type: "scatter", meta: "tangent" };
  return [
    { ...line, ...style, mode: "lines", line: { width: 3, simplify: false } },
    { ...dots, ...style, mode: "markers", marker: { color: colours.tangent, size: 8 }, line: { width: 0 } },
  ];
}
