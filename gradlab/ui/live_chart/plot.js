// The plot of the loss: the curve and its axes by Plotly, what stands behind them, and the marks over it.

import { FAR } from "../browser/dom.js";
import { host } from "../browser/host.js";
import { finite } from "../browser/numbers.js";
import { drawFigure, loadPlotly } from "../browser/plotly.js";
import { sliderInput, sliderTrack } from "../browser/slider.js";
import { fittedAxes, inSight, sameScaleAxes, zoomedAxes } from "./axes.js";
import { hatched, hatchedLabels, unknownRanges } from "./breaks.js";
import { dressed, scales } from "./chart.js";
import { drawMarks } from "./marks.js";
import { tried } from "./views.js";

export class LossPlot {
  /** `chart` knows the numbers, the row on screen and the open views; `area` is the part of the page to draw in. */
  constructor(chart, area) {
    this.chart = chart;
    this.area = area;
    this.plotly = area.querySelector(".gl-plotly");
    this.svg = area.querySelector(".gl-marks");
    this.drawing = Promise.resolve();
    const [clip, drawn] = [this.svg.querySelector("clipPath"), this.svg.querySelector(".gl-drawn")];
    clip.id = `gl-clip-${Math.random().toString(36).slice(2)}`;
    drawn.setAttribute("clip-path", `url(#${clip.id})`);
  }

  /** New numbers: the axes and the zoom are kept unless it is another loss or element, or a point that has left them. */
  take(before, frame) {
    const { data: [trace], layout } = frame.data.figure;
    if (before) host.span(sliderInput(before.key), null);
    const left = before && !this.zoomed && inSight(this.axes, frame.at(frame.ownRow), false) !== this.axes;
    this.figure = { data: [{ ...trace, ...drawn(frame.outline()) }], layout };
    if (left || before?.data.axes !== frame.data.axes) {
      this.fit();
      this.ghost = null;
    } else if (!before.cut) this.keepGhost(before, frame); // a cut has been let go: it is the curve of now
    this.kept = this.ghost;
  }

  /** The curve at another value of a parameter, or a cut. The server's own stays behind, until it is back. */
  turn(frame, base) {
    Object.assign(this.figure.data[0], drawn(frame.outline()));
    this.ghost = frame === base ? this.kept : ghostOf(base.curve());
  }

  /** The axes that show the curve at its best. */
  fit() {
    this.axes = fittedAxes(this.chart.frame.numbers);
    this.sameScale = this.zoomed = false;
  }

  /** The curve that was there before stays behind, in grey. */
  keepGhost(before, frame) {
    const [old, now] = [before.curve(), frame.curve()];
    const unseen = (this.axes.y[1] - this.axes.y[0]) * 1e-6; // rounding, which differs with the rows computed beside
    const same = (loss, other) => Object.is(loss, other) || Math.abs(loss - other) <= unseen;
    if (!old.y.every((loss, index) => same(loss, now.y[index]))) this.ghost = ghostOf(old);
  }

  /** Draw the curve and axes. Drawings follow each other: Plotly's are asynchronous. */
  draw() {
    return this.next(() => this.drawNow());
  }

  /** Do something once all before it is drawn. The page may put another chart here meanwhile: then this one has not failed. */
  next(step) {
    this.drawing = this.drawing.then(() => this.disposed || step()).catch((error) => this.disposed || this.chart.failed(error));
    return this.drawing;
  }

  async drawNow() {
    const { chart } = this;
    await loadPlotly(chart.told.bundle);
    await drawFigure(this.plotly, this.dressed(chart.dress(), { width: this.area.clientWidth, height: this.area.clientHeight }, this.margin()));
    this.scale = { ...scales(this.plotly), letter: parseFloat(getComputedStyle(this.svg.querySelector(".gl-run")).fontSize) };
    this.spanSlider();
    chart.drawn();
  }

  /** The slider's handle stays under the point: its track spans what the axis shows. */
  spanSlider() {
    const { axes: { x: [from, to] }, chart: { frame: { key, numbers: { low: [low], high: [high] } } } } = this;
    const part = [from, to].map((end) => (end - low) / (high - low));
    host.span(sliderInput(key), part[0] === 0 && part[1] === 1 ? null : part);
  }

  /** While a parameter is dragged further: write the curve into the line that Plotly has drawn, in its place. */
  reshape() {
    this.next(() => {
      const lines = this.plotly.querySelectorAll(".scatterlayer .trace:last-child path.js-line"); // one between two gaps
      lines.forEach((line, index) => line.setAttribute("d", index ? "" : pathOf(this.chart.frame.outline(), this.scale)));
      return lines.length ? this.chart.reshaped() : this.drawNow();
    });
  }

  /** The figure as it stands: with the curves and labels of the views that are open. */
  dressed(look, size, margin) {
    const { axes, ghost, chart } = this;
    const views = chart.present;
    const unknown = unknownRanges(chart.frame.curve());
    const behind = [...hatched(unknown, axes.y, look.colours), ...views.flatMap((view) => tried(chart, view, () => view.traces?.(look)) ?? [])];
    const said = hatchedLabels(unknown, axes, chart.words.chart.not_finite, { color: look.colours.text, size: look.font.size });
    const labels = [...said, ...views.flatMap((view) => tried(chart, view, () => view.labels?.(look, axes)) ?? [])];
    return dressed(this.figure, { ...look, axes, ghost, previous: chart.words.chart.previous, margin, size, behind, labels });
  }

  mark(row) {
    if (!this.scale) return;
    this.follow(row);
    drawMarks(this.svg, this.scale, { ...row, x: row.position }, this.chart.words.chart);
    if (this.chart.secret) for (const number of this.svg.querySelectorAll("text")) number.textContent = "";
    for (const view of this.chart.present) tried(this.chart, view, () => view.mark?.(this.scale, row));
  }

  /** The point has moved: the axes follow where it would leave them. Only the reader's zoom may leave it outside. */
  follow({ position, loss }) {
    const still = this.seen?.position === position && this.seen.loss === loss;
    this.seen = { position, loss };
    const axes = still ? this.axes : inSight(this.axes, this.seen, this.zoomed);
    if (axes !== this.axes) this.setAxes(axes);
  }

  /** The plot's margins, such that the plot area is exactly as wide as the slider's track under it. */
  margin() {
    host.span(sliderInput(this.chart.frame.key), null);
    const [box, track] = [this.plotly.getBoundingClientRect(), sliderTrack(this.chart.frame.key)?.getBoundingClientRect()];
    const given = { ...this.figure.layout.margin, b: parseFloat(getComputedStyle(this.plotly).fontSize) * 2.9 };
    if (!track) requestAnimationFrame(() => this.draw()); // the page draws the sliders a moment later
    const across = track?.width > box.width / 2; // a slider among others in a row has no width for a plot
    return across ? { ...given, l: track.left - box.left, r: box.right - track.right } : given;
  }

  setAxes(axes) {
    this.axes = axes;
    this.draw();
  }

  refit() {
    this.fit();
    this.chart.refitted();
    this.draw();
  }

  /** The point, or the middle of an axis it lies outside of. */
  centre() {
    const { axes: { x, y }, chart: { row } } = this;
    const inside = (value, [low, high]) => (value >= low && value <= high ? value : (low + high) / 2);
    return { x: inside(row.position, x), y: inside(row.loss, y) };
  }

  zoom(factor, about = this.centre()) {
    this.zoomed = true;
    this.setAxes(zoomedAxes(this.axes, factor, about));
  }

  /** Zoom about a pixel of the plot. */
  zoomAt(factor, pixel) {
    this.zoom(factor, { x: this.scale.toX(pixel.x), y: this.scale.toY(pixel.y) });
  }

  toggleSameScale() {
    if (this.sameScale) return this.refit();
    this.sameScale = this.zoomed = true;
    this.setAxes(sameScaleAxes(this.axes, this.scale, this.centre()));
  }

  dispose() {
    this.disposed = true;
    window.Plotly?.purge(this.plotly);
  }
}

/** A curve for Plotly, which leaves a gap at null. */
function drawn({ x, y }) {
  return { x: Array.from(x), y: finite(y) };
}

/** A curve as it stays behind. */
function ghostOf({ x, y }) {
  return { x: Array.from(x), y: Array.from(y) };
}

/** A curve as a path in the pixels of the plot's inside; what is not finite leaves a gap. */
function pathOf({ x, y }, scale) {
  return Array.from(y, (loss, index) => {
    if (!Number.isFinite(loss)) return "";
    const [across, down] = [scale.atX(x[index]) - scale.left, scale.atY(loss) - scale.top];
    const pen = Number.isFinite(y[index - 1]) ? "L" : "M";
    return `${pen}${across.toFixed(2)},${Math.min(Math.max(down, -FAR), FAR).toFixed(2)}`;
  }).join("");
}
