// A curve under the loss, over the same axis and with the same point: what the views of derivatives are made of.

import { made, madeMark, place } from "../browser/dom.js";
import { filled, finite, signed } from "../browser/numbers.js";
import { drawFigure } from "../browser/plotly.js";
import { commitSlider } from "../browser/slider.js";
import { dressed, scales } from "./chart.js";
import { watchPointer } from "./pointer.js";

/** A plot of its own, of the slope; a view that extends it may put another derivative in it. */
export class UnderPlot {
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

  /** The numbers that the axis makes room for, once. @returns {ArrayLike<number>} */
  fits(frame) {
    return frame.slopes();
  }

  /** Plotly's traces: its own, and those `behind` it. @returns {{ own: object[], behind?: object[] }} */
  curves({ colours }) {
    const { frame } = this;
    const curve = { x: frame.curve().x, y: finite(frame.slopes()), position: frame.numbers.position };
    return { own: brokenCurve(curve, frame.data.kinks.map(Number), colours) };
  }

  /** The number at a row, and its two sides where there is no single one. @returns {{ number: number, sides: number[] | null }} */
  at({ slope, kink }) {
    return { number: slope, sides: kink && [kink.left, kink.right] };
  }

  /** New numbers: the axis of the slope holds still as the axes of the loss do. */
  take(frame, { figure }, words) {
    this.frame = frame;
    this.figure = figure;
    if (this.fitted !== frame.data.axes) this.refitted(frame);
    this.area.setAttribute("aria-label", filled(words.description, { element: frame.at(0).name }));
  }

  refitted(frame) {
    this.fitted = frame.data.axes;
    const fits = Array.from(this.fits(frame));
    this.range = [Math.min(...fits), Math.max(...fits)];
  }

  /** The plot of the loss has been drawn: draw this one as wide, over the same part of the axis. */
  async drawn(plot) {
    const { clientWidth: width, clientHeight: height } = this.area;
    const margin = { l: plot.scale.left, r: width - plot.scale.left - plot.scale.width, t: 8, b: parseFloat(getComputedStyle(this.plotly).fontSize) * 2.6 };
    const axes = { x: plot.axes.x, y: this.range };
    const look = this.chart.dress();
    const { own, behind = [] } = this.curves(look);
    const { data, layout } = dressed({ ...this.figure, data: own }, { ...look, axes, margin, behind, size: { width, height } });
    await drawFigure(this.plotly, { data, layout });
    this.scale = scales(this.plotly);
    place(this.press, { x: this.scale.left, y: this.scale.top, width: this.scale.width, height: this.scale.height });
    this.show(this.chart.row);
  }

  show(row) {
    if (!this.scale) return;
    const { top, height } = this.scale;
    const x = this.scale.atX(row.position);
    const { number, sides } = this.at(row);
    place(this.guide, { x1: x, x2: x, y1: 0, y2: top + height });
    this.dot(this.point, x, number);
    this.sides.forEach((side, index) => this.dot(side, x, sides ? sides[index] : NaN));
    const shown = this.dot(this.number, x, number);
    if (!shown) return;
    const onLeft = x > this.scale.left + this.scale.width / 2;
    place(this.number, { x: x + (onLeft ? -16 : 16), y: this.scale.atY(number), "text-anchor": onLeft ? "end" : "start", "dominant-baseline": "central" });
    this.number.textContent = this.chart.secret ? "" : signed(number, 4);
  }

  /** Put a mark at a number, or hide it where that lies outside of the picture. */
  dot(mark, x, number) {
    const y = this.scale.atY(number);
    const shown = y >= this.scale.top && y <= this.scale.top + this.scale.height;
    mark.classList.toggle("gl-hidden", !shown);
    if (shown && mark.tagName === "circle") place(mark, { cx: x, cy: y, r: mark === this.point ? 8 : 6 });
    return shown;
  }

  dispose() {
    window.Plotly?.purge(this.plotly);
    this.area.remove();
  }
}

/** A derivative `{ x, y, position }` as a curve, broken at these places; what PyTorch returns at one of them is a dot. */
export function brokenCurve({ x, y, position }, places, colours) {
  const breaks = [...places];
  const [line, dots] = [{ x: [], y: [] }, { x: [], y: [] }];
  const put = (trace, at, number) => { trace.x.push(at); trace.y.push(number); };
  y.forEach((number, index) => {
    while (breaks[0] < position[index]) put(line, breaks.shift(), null);
    const broken = breaks[0] === position[index];
    put(line, x[index], broken ? null : number);
    if (broken) put(dots, breaks.shift(), number);
  });
  const style = { type: "scatter", meta: "tangent" };
  return [
    { ...line, ...style, mode: "lines", line: { width: 3, simplify: false } },
    { ...dots, ...style, mode: "markers", marker: { color: colours.tangent, size: 8 }, line: { width: 0 } },
  ];
}
