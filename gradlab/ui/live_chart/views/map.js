// Two elements at once: the loss as a map with the gradient as an arrow at the point, and as a surface with its tangent
// plane. Along the active element's axis the point has the numbers of its curve, elsewhere those of the grid: the chart
// then shows the cut of the map at which the point is.

import { made, madeMark, marksIn, painted, place } from "../../browser/dom.js";
import { filled, nearest, signed, typicalSize, written } from "../../browser/numbers.js";
import { drawFigure } from "../../browser/plotly.js";
import { moveSlider } from "../../browser/slider.js";
import { zoomedAxes } from "../axes.js";
import { scales } from "../chart.js";
import { watchPointer } from "../pointer.js";
import { keepForms, keepRoom, slotted } from "../room.js";
import { VIEWS } from "../views.js";
import { Arrow } from "./map_arrow.js";
import { curveInSpace, cutFrame } from "./map_cut.js";
import { overGrid } from "./map_grid.js";
import { canDrawSpace, inTheme, SpacePlot } from "./map_space.js";

const RELEASES = ["pointerup", "keyup"];
const FORMS = ["said", "flat", "crease", "not_the_slope", "nothing"]; // of its sentence
const ARROW = { least: 34, most: 0.34 }; // in pixels, for the smallest gradient; in parts of the map, for the largest but a few

VIEWS.map = class {
  constructor(chart) {
    this.chart = chart;
    this.plotly = made("div", "gl-plotly");
    this.svg = madeMark("svg", "gl-marks");
    this.svg.setAttribute("aria-hidden", "true");
    this.marks = marksIn(this.svg, { press: "rect", beside: "line", along: "line" });
    this.downhill = new Arrow(this.svg, "downhill");
    this.uphill = new Arrow(this.svg, "uphill");
    Object.assign(this.marks, marksIn(this.svg, { spot: "circle" }));
    this.map = made("div", "gl-map", this.plotly, this.svg);
    this.map.setAttribute("role", "img");
    this.area = made("div", "gl-two", this.map);
    this.note = made("p", "gl-two-note");
    this.pictures = made("div", "gl-pictures", this.area, this.note);
    chart.find("after").append(this.pictures);
    this.makeSpace();
    [this.name, this.said, this.aside] = [made("h4", ""), made("p", ""), made("p", "gl-label")];
    this.card = made("div", "gl-card gl-two-card", this.name, slotted(this.said), slotted(this.aside));
    chart.cards.append(this.card);
    this.drawing = Promise.resolve();
    this.listen();
  }

  makeSpace() {
    if (!canDrawSpace()) return this.area.append(this.without = made("p", "gl-no-space gl-label"));
    this.space = new SpacePlot(() => this.placeInSpace());
    this.area.append(this.space.area);
  }

  listen() {
    watchPointer(this.svg, this.marks.press, {
      to: (x, y) => this.moveTo(x, y),
      done: () => this.letGo(),
      zoom: (factor, { x, y }) => {
        this.axes = zoomedAxes(this.axes, factor, { x: this.scale.toX(x), y: this.scale.toY(y) });
        this.draw();
      },
    });
    const released = () => this.released();
    for (const type of RELEASES) document.addEventListener(type, released);
    this.stop = () => RELEASES.forEach((type) => document.removeEventListener(type, released));
  }

  /** New numbers: axes, colours and camera hold still unless it is about other elements or another loss. */
  take(frame, data, words) {
    const numbers = (name) => frame.numbers[`map.${name}`];
    const before = this.pictured;
    Object.assign(this, { frame, data, words, held: null, cut: null, ahead: false, grid: {
      x: numbers("x"), y: numbers("y"), loss: numbers("loss"), slopes: [numbers("slope_x"), numbers("slope_y")], crease: numbers("crease"),
    } });
    this.own = Array.from(numbers("own"));
    this.creaseOfRow = numbers("crease_of_row");
    this.elements = [data.across, data.up].map((key) => frame.data.elements.findIndex((element) => element.key === key));
    this.pictured = JSON.stringify([data.contour, data.surface, ...["x", "y", "loss"].map((name) => Array.from(numbers(name), String))]);
    if (this.pictured !== before) this.drawnAs = null;
    this.figures = { map: overGrid(data.contour, this.grid), space: overGrid(data.surface, this.grid) };
    if (this.fits !== data.fits) this.refitted();
    this.fits = data.fits;
    this.label();
  }

  /** The chart's frame while the point is dragged off its curve. */
  elsewhere(base) {
    const { held, along, own } = this;
    const other = 1 - along;
    if (!held || along < 0 || base !== this.frame || this.heldAt[other] === own[other]) return null;
    if (this.cut?.line !== held[other]) {
      const frame = cutFrame(base, this.grid, along, () => this.held, [this.data.across, this.data.up][other]);
      this.cut = { line: held[other], frame };
    }
    return this.cut.frame;
  }

  /** It follows its own cuts. A parameter moves all of the map. */
  member(frame) {
    this.curve = curveInSpace(frame, this.along, frame.cut ? this.heldAt : this.own);
    return Boolean(frame.cut);
  }

  /** The ranges, the levels and the camera of now are kept from here on. */
  refitted() {
    const { map: { data: [lines], layout }, space: { layout: { scene } } } = this.figures;
    this.axes = { x: layout.xaxis.range, y: layout.yaxis.range };
    const { start, end, size } = lines.contours;
    this.levels = { start, end, size };
    this.range = scene.zaxis.range;
    this.typical = typicalSize(Float64Array.from(this.grid.loss, (_, index) => Math.hypot(...this.ofAxes(this.grid.slopes.map((slope) => slope[index])))));
    this.space?.refit();
    this.drawnAs = null;
  }

  label() {
    const { words, frame: { data: { elements } } } = this;
    const [first, second] = this.elements.map((index) => elements[index].name);
    this.names = [first, second];
    this.name.textContent = words.name;
    keepForms(this.said, words, FORMS, { first, second });
    keepRoom(this.aside, [words.old]);
    this.map.setAttribute("aria-label", filled(words.description, { first, second }));
    this.note.textContent = this.data.alike ? words.alike : words.unlike;
    this.uphill.name.textContent = words.uphill;
    this.downhill.name.textContent = words.downhill;
    this.space?.area.setAttribute("aria-label", filled(words.surface, { first, second }));
    if (this.without) this.without.textContent = words.no_surface;
  }

  /** The plot of the loss has been drawn: draw these two as well, where anything of them has changed. */
  drawn() {
    return this.draw();
  }

  draw() {
    this.drawing = this.drawing.then(() => this.drawNow()).catch((error) => this.chart.failed(error, this));
    return this.drawing;
  }

  async drawNow() {
    if (!this.pictures.isConnected) return;
    const look = this.chart.dress();
    const { clientWidth: width, clientHeight: height } = this.map;
    const as = JSON.stringify([look, this.axes, width, height]);
    if (as === this.drawnAs) return;
    const onlyZoomed = this.drawnAs && JSON.stringify([look, width, height]) === this.sized;
    this.drawnAs = as;
    this.sized = JSON.stringify([look, width, height]);
    await painted(); // the curve first: these take longer
    if (!this.pictures.isConnected) return;
    await drawFigure(this.plotly, this.mapIn(look, width, height));
    this.scale = scales(this.plotly);
    this.size = [width, height];
    const { left: x, top: y, width: across, height: down } = this.scale;
    place(this.marks.press, { x, y, width: across, height: down });
    for (const arrow of [this.uphill, this.downhill]) arrow.measure();
    this.show(this.chart.row);
    await painted();
    if (onlyZoomed || !this.space || !this.pictures.isConnected) return;
    await this.space.draw(this.inSpace(), look);
  }

  /** The map in the page's colours; square where both sliders are alike, so that angles are true. */
  mapIn({ colours, font }, width, height) {
    const { data: [lines], layout } = this.figures.map;
    const [low, high] = this.range;
    const trace = { ...inTheme(lines, colours), zmin: low, zmax: high };
    trace.contours = { ...trace.contours, ...this.levels, labelfont: { ...trace.contours.labelfont, size: Math.max(11, font.size - 3) } };
    const { l, r, t, b } = { ...layout.margin, b: 2.9 * font.size, l: 4 * font.size };
    const side = this.data.alike ? Math.min(width - l - r, height - t - b) : width - l - r;
    const margin = { l: (width - side + l - r) / 2, r: (width - side + r - l) / 2, t, b: this.data.alike ? height - t - side : b };
    const axis = (given, range) => ({ ...given, range, color: colours.text, tickfont: { size: font.size - 1 }, title: { ...given.title, font: { size: font.size } } });
    return { data: [trace], layout: {
      ...layout, width, height, margin, autosize: false, font: { family: font.family, color: colours.text },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", xaxis: axis(layout.xaxis, this.axes.x), yaxis: axis(layout.yaxis, this.axes.y),
    } };
  }

  /** The surface over the range of losses that is kept. */
  inSpace() {
    const { data: [surface], layout } = this.figures.space;
    const [low, high] = this.range;
    const contours = { ...surface.contours, z: { ...surface.contours.z, ...this.levels } };
    const zaxis = { ...layout.scene.zaxis, range: this.range };
    return { data: [{ ...surface, cmin: low, cmax: high, contours }], layout: { ...layout, scene: { ...layout.scene, zaxis } } };
  }

  /** The two components in parts of their axes: the arrow runs as the values would. */
  ofAxes(slopes) {
    const { xaxis, yaxis } = this.figures.map.layout;
    return [xaxis.range, yaxis.range].map(([low, high], axis) => slopes[axis] / (high - low));
  }

  /** Where the point is and what PyTorch computed there: of the grid while it is dragged on the map, else of the curve. */
  at(row) {
    const { grid: { x, loss, slopes, crease }, held } = this;
    if (held) {
      const index = held[1] * x.length + held[0];
      return { at: this.heldAt, loss: loss[index], slopes: slopes.map((slope) => slope[index]), crease: crease[index] };
    }
    const at = this.own.map((value, axis) => (this.along === axis ? row.position : value));
    return { at, loss: row.loss, slopes: this.elements.map((index) => row.gradient[index]), crease: this.creaseOfRow[row.index] };
  }

  /** Where the point is dragged. */
  get heldAt() {
    return [this.grid.x[this.held[0]], this.grid.y[this.held[1]]];
  }

  /** Which of the two axes the curve runs along: 0, 1, or -1 where it is another element's. */
  get along() {
    return [this.data.across, this.data.up].indexOf(this.frame.key);
  }

  show(row) {
    this.point = this.at(row);
    const mapIsOld = this.along < 0 && row.index !== this.frame.ownRow;
    const { ahead } = this;
    this.ahead = this.along < 0 && Boolean(this.held) && this.point.at.some((value, axis) => value !== this.own[axis]);
    if (this.ahead !== ahead) this.chart.markOld();
    this.asks = this.ahead || mapIsOld || Boolean(this.chart.frame.cut);
    this.area.toggleAttribute("data-outdated", mapIsOld);
    this.say(this.asks);
    if (this.scale) this.placeOnMap();
    if (this.scale) this.space?.placed();
  }

  say(old) {
    const { words, names: [first, second], point: { at: [x, y], loss, slopes, crease } } = this;
    const values = {
      first, second, x: written(x), y: written(y), loss: written(loss), across: signed(slopes[0]), up: signed(slopes[1]),
      back: signed(-slopes[0]), down: signed(-slopes[1]),
    };
    const finiteHere = [loss, ...slopes].every(Number.isFinite);
    const flat = slopes.every((slope) => slope === 0);
    this.said.textContent = filled(words[!finiteHere ? "nothing" : (crease & 3) ? "crease" : crease ? "not_the_slope" : flat ? "flat" : "said"], values);
    this.aside.textContent = old ? words.old : "";
  }

  placeOnMap() {
    const { scale, marks, point: { at: [x, y], loss, slopes, crease } } = this;
    const [px, py] = [scale.atX(x), scale.atY(y)];
    const [right, bottom] = [scale.left + scale.width, scale.top + scale.height];
    const inside = px >= scale.left - 1 && px <= right + 1 && py >= scale.top - 1 && py <= bottom + 1;
    const level = { x1: scale.left, x2: right, y1: py, y2: py };
    const upright = { x1: px, x2: px, y1: scale.top, y2: bottom };
    place(marks.along, this.along === 1 ? upright : level);
    place(marks.beside, this.along === 1 ? level : upright);
    place(marks.spot, { cx: px, cy: py, r: 8 });
    for (const name of ["along", "beside", "spot"]) marks[name].classList.toggle("gl-hidden", !inside);
    marks.along.classList.toggle("gl-across", this.along < 0);
    const [across, up] = this.ofAxes(slopes);
    const way = [across * scale.width, -up * scale.height];
    const drawn = inside && Number.isFinite(loss) && !crease && Math.hypot(...way) > 0 && way.every(Number.isFinite);
    const most = ARROW.most * Math.min(scale.width, scale.height);
    const length = ARROW.least + (most - ARROW.least) * Math.min(Math.hypot(across, up) / this.typical, 1);
    for (const arrow of [this.uphill, this.downhill]) arrow.show(drawn);
    if (!drawn) return;
    this.uphill.point([px, py], way, length, scale, this.size);
    this.downhill.point([px, py], way.map((part) => -part), length, scale, this.size);
  }

  /** The same point on the surface. */
  placeInSpace() {
    this.space.place(this.point, this.curve, this.ofAxes(this.point.slopes));
  }

  /** The point has been dragged to a pixel of the map: to the nearest place of the grid, and both sliders with it. */
  moveTo(x, y) {
    const { chart, scale, grid } = this;
    this.held = [nearest(grid.x, scale.toX(x)), nearest(grid.y, scale.toY(y))];
    chart.gesture = true;
    chart.changes.hold(this.data.across, this.data.up);
    [this.data.across, this.data.up].forEach((key, axis) => moveSlider(key, this.heldAt[axis]));
    chart.follow();
  }

  letGo() {
    const keys = [this.data.across, this.data.up];
    this.chart.commit(this.along === 0 ? keys.reverse() : keys); // the active one last: it keeps the focus
    if (this.asks) return;
    this.held = null;
    this.chart.follow();
  }

  /** What has become old is asked for once the reader lets go: the curve, or the pictures. */
  released() {
    if (!this.asks) return;
    this.asks = false;
    this.chart.asking.bring(this.frame.key);
  }

  dispose() {
    this.stop();
    window.Plotly?.purge(this.plotly);
    this.space?.dispose();
    for (const part of [this.pictures, this.card]) part.remove();
  }
};
