// The two pictures, drawn by Plotly in place: the server's figures in the page's colours and at the size there is.

import { written } from "../browser/numbers.js";
import { drawFigure, loadPlotly } from "../browser/plotly.js";

const USUAL_SIZE = 13; // lines grow with the type, as on a projector
const LETTER = 0.62; // of the type's size: how wide a letter is, about
const ROLES = ["curve", "second", "tangent"]; // fine, rounding, damage
const SYMBOLS = ["circle", "diamond", "x"];
const SIZES = [13, 14, 16];

/** Draws one figure after the other into its area: Plotly's drawings are asynchronous. */
export class Drawing {
  constructor(area, failed) {
    this.area = area;
    this.failed = failed;
    this.drawn = false;
    this.queue = Promise.resolve();
  }

  draw(bundle, figure, look) {
    this.queue = this.queue.then(async () => {
      await loadPlotly(bundle);
      const { clientWidth: width, clientHeight: height } = this.area;
      if (!width || this.disposed) return;
      await drawFigure(this.area, inColours(figure({ width, font: look.font.size }), look, { width, height }));
      this.drawn = true;
    }).catch((error) => this.disposed || this.failed(error)); // a drawing that is cut off is no failure
    return this.queue;
  }

  dispose() {
    this.disposed = true;
    window.Plotly?.purge(this.area);
  }
}

/** A figure in the colours of the theme, its type as large as the page's, its names written where there is room. */
function inColours(figure, { colours, font }, size) {
  const thick = font.size / USUAL_SIZE;
  const data = figure.data.map((trace) => {
    const colour = colours[trace.meta] ?? colours.curve;
    const shade = trace.fill ? { fillcolor: `${colour}22`, fillpattern: { ...trace.fillpattern, fgcolor: `${colour}66` } } : {};
    return {
      ...trace, ...shade, line: { ...trace.line, color: colour, width: (trace.line?.width ?? 0) * thick },
      ...(trace.mode?.includes("text") ? { textfont: { color: colours.text, size: font.size } } : {}),
      ...(trace.marker ? { marker: marked(trace, colours, colour, thick) } : {}),
    };
  });
  const axis = (given) => given && {
    ...given, gridcolor: colours.grid, color: colours.text, tickfont: { size: font.size }, title: { ...given.title, font: { size: font.size } },
  };
  const { layout } = figure;
  const left = leftMargin(font.size);
  const names = layout.xaxis.ticktext;
  const staggered = names && !fits(names, (size.width - left) / names.length, font.size);
  const margin = { l: left, r: 12, t: 8, b: (staggered ? 3.6 : 2.4) * font.size };
  const named = names && { tickangle: 0, ticktext: staggered ? names.map((name, at) => (at % 2 ? `<br>${name}` : name)) : names };
  const height = size.height - margin.t - margin.b;
  return {
    data,
    layout: {
      ...layout, ...size, margin, autosize: false, font: { family: font.family, color: colours.text, size: font.size },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      xaxis: { ...axis(layout.xaxis), ...named },
      yaxis: { ...axis(layout.yaxis), ...(names ? apart(layout.yaxis, height, font.size) : {}) }, ...(layout.yaxis2 ? { yaxis2: axis(layout.yaxis2) } : {}),
    },
  };
}

/** The ticks of an axis that have room for their names: 0, inf and nan before the powers of ten between them. */
export function apart({ range: [low, high], tickvals, ticktext }, height, type) {
  const least = (1.1 * type * (high - low)) / height;
  const lanes = [0, tickvals.length - 2, tickvals.length - 1];
  const kept = new Set();
  for (const at of new Set([...lanes, ...tickvals.keys()])) {
    if ([...kept].every((other) => Math.abs(tickvals[at] - tickvals[other]) >= least)) kept.add(at);
  }
  const shown = [...kept].sort((one, other) => one - other);
  return { tickvals: shown.map((at) => tickvals[at]), ticktext: shown.map((at) => ticktext[at]) };
}

function leftMargin(type) {
  return 4.6 * type;
}

function fits(names, width, type) {
  return Math.max(...names.map(wide)) * LETTER * type < width - 6;
}

/** How many letters wide a text is; those of Japanese are twice as wide. */
function wide(text) {
  return Array.from(text).reduce((sum, letter) => sum + (letter > "⺀" ? 1.6 : 1), 0);
}

function marked({ marker, flags }, colours, colour, thick) {
  const scaled = { ...marker, line: { ...marker.line, color: colours.page } };
  if (!flags) return { ...scaled, color: colour, size: marker.size * thick };
  return {
    ...scaled, color: flags.map((flag) => colours[ROLES[flag]]), symbol: flags.map((flag) => SYMBOLS[flag]),
    size: flags.map((flag) => SIZES[flag] * thick),
  };
}

/** The picture of the stages with its points where they are at one loss scale, and their numbers beside them. */
export function stagesAt(figure, { points, lines }, { heights, values, flags }, { width, font }) {
  const at = (list, column) => list.map((point) => (point < 0 ? null : column[point]));
  const once = (index) => points.filter((stage) => stage === points[index]).length === 1;
  const column = (width - leftMargin(font) - 12) / (points.at(-1) + 1);
  const digits = Math.max(2, Math.min(7, Math.floor(column / (LETTER * font)) - 4));
  const data = figure.data.map((trace) => {
    if (trace.meta === "path") return { ...trace, x: at(lines, points), y: at(lines, heights), meta: "curve" };
    if (trace.meta !== "points") return trace;
    return {
      ...trace, x: points, y: Array.from(heights), flags: Array.from(flags), meta: "curve", mode: "markers+text", cliponaxis: false,
      text: points.map((_, index) => (once(index) ? `<b>${written(values[index], digits)}</b>` : "")),
      textposition: points.map((_, index) => labelSide(heights, index)),
    };
  });
  return { data, layout: figure.layout };
}

/** Above its point, or below where the path comes from above; on the floor there is no room below. */
export function labelSide(heights, index) {
  const before = index > 0 && heights[index - 1] > heights[index] + 1;
  const after = index + 1 < heights.length && heights[index + 1] > heights[index] + 1;
  if (before !== after && heights[index] === Math.min(...heights)) return before ? "top right" : "top left";
  return before || after ? "bottom center" : "top center";
}
