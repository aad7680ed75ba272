// A surface in space. Plotly draws it once with WebGL; what moves with the point is an SVG over it, placed by the same
// camera: a step of a slider moves a few lines and draws no surface.

import { made, madeMark, marksIn, place } from "../../browser/dom.js";
import { drawFigure } from "../../browser/plotly.js";
import { Arrow } from "./map_arrow.js";

/** Whether this browser can draw in space. */
export function canDrawSpace() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

const WIDE = 1.7; // the width of a picture to its height, for which the figure's own camera is meant
const REACH_OF_PLANE = 0.16; // of the picture's width, to each side
const TURN = Math.PI / 36; // for a press of an arrow key
const FRAMES = { first: 4, drawn: 1, turned: 24 }; // in which the surface is drawn after anything that may change or move it

export class SpacePlot {
  /** `placed()` is called whenever the marks have to be placed anew. */
  constructor(placed) {
    this.placed = placed;
    this.plotly = made("div", "gl-plotly");
    this.svg = madeMark("svg", "gl-marks");
    this.svg.setAttribute("aria-hidden", "true");
    this.marks = marksIn(this.svg, { section: "polyline", plane: "polygon" });
    this.ascent = new Arrow(this.svg, "ascent");
    Object.assign(this.marks, marksIn(this.svg, { spot: "circle" }));
    this.area = made("div", "gl-space", this.plotly, this.svg);
    place(this.area, { role: "img", tabindex: "0" });
    this.area.addEventListener("keydown", (event) => this.turn(event));
    this.turned = false;
    this.framesLeft = 0;
  }

  /** Draw the surface; the camera stays where the reader has turned it to. */
  async draw(figure, { colours, font }) {
    const { clientWidth: width, clientHeight: height } = this.area;
    this.size = [width, height]; // asking at every step would have the page laid out at every step
    const axis = (given) => ({
      ...given, color: colours.text, gridcolor: colours.grid, tickfont: { size: Math.min(font.size - 2, 14) }, title: { ...given.title, font: { size: Math.min(font.size, 16) } },
    });
    const { scene } = figure.layout;
    const layout = {
      ...figure.layout, width, height, autosize: false, font: { family: font.family, color: colours.text }, paper_bgcolor: "rgba(0,0,0,0)",
      scene: { ...scene, xaxis: axis(scene.xaxis), yaxis: axis(scene.yaxis), zaxis: axis(scene.zaxis), camera: this.turned ? this.scene.getCamera() : seenWhole(scene.camera, width / height) },
    };
    const options = { displayModeBar: false, responsive: false, scrollZoom: false };
    await this.lulled; // until then Plotly would leave the new surface out
    await drawFigure(this.plotly, { data: figure.data.map((trace) => inTheme(trace, colours)), layout }, options);
    this.ranges = [layout.scene.xaxis.range, layout.scene.yaxis.range, layout.scene.zaxis.range];
    this.listen();
    this.wake(this.resting === this.scene.glplot ? FRAMES.drawn : FRAMES.first);
    this.follow();
  }

  /** Plotly looks at a scene in every frame for as long as it is there, and each key press would wait for the next one.
      Let it believe for two frames that it cannot draw: that ends the loop, and from then on it draws when told to. */
  rest() {
    const { glplot } = this.scene;
    if (this.resting === glplot) return;
    this.resting = glplot;
    glplot.contextLost = true;
    this.lulled = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    this.lulled.then(() => { glplot.contextLost = false; });
  }

  /** Have it drawn in so many of the next frames. */
  wake(frames) {
    const awake = this.framesLeft > 0;
    this.framesLeft = Math.max(this.framesLeft, frames);
    if (!awake) requestAnimationFrame(() => this.drawFrame());
  }

  drawFrame() {
    this.framesLeft = this.area.isConnected ? this.framesLeft - 1 : 0;
    if (!this.area.isConnected) return;
    this.rest();
    this.scene.glplot.redraw();
    if (this.framesLeft) requestAnimationFrame(() => this.drawFrame());
  }

  listen() {
    if (this.listening) return;
    this.listening = true;
    for (const type of ["pointerdown", "pointermove", "wheel", "touchmove"]) {
      this.area.addEventListener(type, ({ buttons }) => { if (buttons || type !== "pointermove") this.wake(FRAMES.turned); }, { capture: true, passive: true });
    }
    this.plotly.on("plotly_relayouting", () => this.follow());
    this.plotly.on("plotly_relayout", () => {
      this.turned = true;
      this.follow();
    });
  }

  /** Plotly's own scene, which knows the camera. */
  get scene() {
    return this.plotly._fullLayout.scene._scene;
  }

  /** Place the marks once the camera has come to where it is now. */
  follow() {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.drawnCurve = null;
      if (this.area.isConnected) this.placed();
    }));
  }

  /** The pixel at which a point of the data is seen; null before the first picture. */
  toPixel([x, y, z]) {
    const { dataScale, glplot } = this.scene;
    const { model, view, projection } = glplot.cameraParams ?? {};
    if (!projection) return null;
    const [across, down, , depth] = [model, view, projection].reduce(transformed, [x * dataScale[0], y * dataScale[1], z * dataScale[2], 1]);
    return [((across / depth + 1) / 2) * this.size[0], ((1 - down / depth) / 2) * this.size[1]];
  }

  /** A point, the tangent plane with the gradient on it, and the curve it runs along, which is drawn once for each camera;
      `shares` are the slopes in parts of the axes. */
  place({ at: [x, y], loss, slopes, crease }, curve, shares) {
    if (!this.ranges || !this.toPixel([x, y, 0])) return;
    const { marks, ascent, ranges: [, , [low, high]] } = this;
    const within = (height) => height >= low && height <= high;
    if (curve !== this.drawnCurve) place(marks.section, { points: curve.filter(([, , height]) => within(height)).map((point) => this.toPixel(point)).join(" ") });
    this.drawnCurve = curve;
    const smooth = within(loss) && !crease && slopes.every(Number.isFinite);
    marks.spot.classList.toggle("gl-hidden", !within(loss));
    marks.plane.classList.toggle("gl-hidden", !smooth);
    ascent.show(smooth && slopes.some((slope) => slope !== 0));
    if (!within(loss)) return;
    const pixel = this.toPixel([x, y, loss]);
    place(marks.spot, { cx: pixel[0], cy: pixel[1], r: 7 });
    if (smooth) this.placePlane([x, y, loss], slopes, shares, pixel);
  }

  /** The plane reaches as far however steep it is, and the arrow to its edge. */
  placePlane([x, y, loss], slopes, shares, pixel) {
    const sizes = this.ranges.map(([low, high]) => high - low);
    const [dx, dy] = slopes.map((slope, axis) => (REACH_OF_PLANE * sizes[axis]) / Math.hypot(1, (slope * sizes[axis]) / sizes[2]));
    const onPlane = ([a, b]) => this.toPixel([x + a, y + b, loss + a * slopes[0] + b * slopes[1]]);
    place(this.marks.plane, { points: [[-dx, -dy], [dx, -dy], [dx, dy], [-dx, dy]].map(onPlane).join(" ") });
    const way = [shares[0] * sizes[0], shares[1] * sizes[1]];
    const most = Math.max(Math.abs(way[0] / dx), Math.abs(way[1] / dy));
    if (most > 0) this.ascent.place(pixel, onPlane([way[0] / most, way[1] / most]));
  }

  /** Turn the camera by an arrow key. */
  turn(event) {
    const [around, up] = { ArrowLeft: [-TURN, 0], ArrowRight: [TURN, 0], ArrowUp: [0, TURN], ArrowDown: [0, -TURN] }[event.key] ?? [];
    if (around === undefined || !this.ranges) return;
    event.preventDefault();
    const camera = this.scene.getCamera();
    this.wake(FRAMES.turned);
    window.Plotly.relayout(this.plotly, { "scene.camera": { ...camera, eye: turned(camera.eye, around, up) } });
  }

  /** Back to the camera at which the picture began. */
  refit() {
    this.turned = false;
  }

  dispose() {
    window.Plotly?.purge(this.plotly);
    this.area.remove();
  }
}

/** The camera so far away that the picture with its words fits into a narrow box, too. */
function seenWhole({ eye, ...camera }, ratio) {
  const farther = Math.max(1, WIDE / ratio);
  return { ...camera, eye: { x: farther * eye.x, y: farther * eye.y, z: farther * eye.z } };
}

/** A trace of a surface or of its contour lines in the page's colours. */
export function inTheme(trace, colours) {
  const own = { ...trace, colorscale: [[0, colours.low], [1, colours.high]] };
  if (trace.type === "surface") return { ...own, contours: { ...trace.contours, z: { ...trace.contours.z, color: colours.curve } } };
  const contours = { ...trace.contours, labelfont: { ...trace.contours.labelfont, color: colours.text } };
  return { ...own, contours, line: { ...trace.line, color: colours.curve } };
}

/** A vector times a matrix of four rows, as WebGL keeps it: column by column. */
function transformed(vector, matrix) {
  return [0, 1, 2, 3].map((row) => vector.reduce((sum, value, column) => sum + matrix[4 * column + row] * value, 0));
}

/** The camera's place turned about the middle, never over the top. */
function turned({ x, y, z }, around, up) {
  const distance = Math.hypot(x, y, z);
  const azimuth = Math.atan2(y, x) + around;
  const height = Math.min(Math.max(Math.asin(z / distance) + up, -1.5), 1.5);
  const flat = distance * Math.cos(height);
  return { x: flat * Math.cos(azimuth), y: flat * Math.sin(azimuth), z: distance * Math.sin(height) };
}
