// One picture: a figure that holds still, drawn by Plotly in the page's colours, and marks over it that move.

import { drawFigure, loadPlotly } from "../browser/plotly.js";

export const USUAL_SIZE = 13; // lines grow with the type, as on a projector
const SVG = "http://www.w3.org/2000/svg";

export class Plot {
  constructor(area, figure, failed) {
    this.area = area;
    this.figure = figure;
    this.failed = failed;
    this.queue = Promise.resolve();
    this.svg = null;
  }

  /** Draw the figure; then `drawn` may put its marks. Drawings follow each other: Plotly's are asynchronous. */
  draw(bundle, look, drawn) {
    this.queue = this.queue.then(async () => {
      await loadPlotly(bundle);
      const { clientWidth: width, clientHeight: height } = this.area;
      if (!width || this.disposed) return;
      await drawFigure(this.area, inColours(this.figure, look, { width, height }));
      this.place = placeOf(this.area);
      this.overlay(width, height);
      drawn();
    }).catch((error) => this.disposed || this.failed(error));
    return this.queue;
  }

  overlay(width, height) {
    if (!this.svg) {
      this.svg = document.createElementNS(SVG, "svg");
      this.svg.setAttribute("class", "gt-overlay");
      this.svg.setAttribute("aria-hidden", "true");
    }
    this.area.append(this.svg);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  /** A mark of the overlay by its name, made when it is first asked for. */
  mark(name, tag) {
    let mark = this.svg.querySelector(`.gt-${name}`);
    if (!mark) {
      mark = document.createElementNS(SVG, tag);
      mark.setAttribute("class", `gt-${name}`);
      this.svg.append(mark);
    }
    return mark;
  }

  dispose() {
    this.disposed = true;
    window.Plotly?.purge(this.area);
  }
}

/** Where the plot's inside is, and which pixel belongs to a number of its first pair of axes. */
function placeOf(area) {
  const { xaxis, yaxis, _size: size } = area._fullLayout;
  return {
    left: size.l, top: size.t, width: size.w, height: size.h,
    x: (value) => xaxis._offset + xaxis.d2p(value),
    y: (value) => yaxis._offset + yaxis.d2p(value),
    step: (pixel) => xaxis.p2d(pixel - xaxis._offset),
  };
}

/** A figure in the colours of the theme, its type as large as the page's. */
export function inColours(figure, { colours, font }, size) {
  const thick = font.size / USUAL_SIZE;
  const data = figure.data.map((trace) => coloured(trace, colours, thick));
  const { layout } = figure;
  const axis = (given) => ({
    ...given, gridcolor: colours.grid, color: colours.text, tickfont: { size: font.size }, title: { ...given.title, font: { size: font.size } },
  });
  const axes = Object.fromEntries(Object.keys(layout).filter((name) => /^[xy]axis/.test(name)).map((name) => [name, axis(layout[name])]));
  const margin = Object.fromEntries(Object.entries(layout.margin).map(([side, width]) => [side, width * thick]));
  const annotations = (layout.annotations ?? []).map((given) => ({ ...given, font: { size: font.size, color: colours[given.meta] ?? colours.text } }));
  return {
    data,
    layout: {
      ...layout, ...axes, ...size, margin, annotations, autosize: false, font: { family: font.family, color: colours.text, size: font.size },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    },
  };
}

function coloured(trace, colours, thick) {
  if (trace.type === "contour") {
    const line = { ...trace.line, color: colours.curve, width: thick };
    return { ...trace, colorscale: [[0, colours.low], [1, colours.high]], line, contours: { ...trace.contours, labelfont: { size: USUAL_SIZE * thick, color: colours.text } } };
  }
  const colour = colours[trace.meta] ?? colours.curve;
  const marker = trace.marker && { ...trace.marker, color: colour, size: trace.marker.size * thick, line: { ...trace.marker.line, color: colours.page } };
  return { ...trace, line: { ...trace.line, color: colour, width: (trace.line?.width ?? 0) * thick }, ...(marker ? { marker } : {}) };
}
