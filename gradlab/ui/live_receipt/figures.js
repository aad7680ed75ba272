// The two pictures, drawn by Plotly in place: the server's figures in the page's colours and at the size there is.

import { written } from "../browser/numbers.js";
import { loadPlotly } from "../browser/plotly.js";

const USUAL_SIZE = 13; // lines grow with the type, as on a projector
const LEAST_TICK = 68; // pixels from stage to stage; narrower, their names give way to their numbers in the receipt

/** Draws one figure after the other into its area: Plotly's drawings are asynchronous. */
export class Drawing {
  constructor(area, failed) {
    this.area = area;
    this.failed = failed;
    this.queue = Promise.resolve();
  }

  draw(bundle, figure, look) {
    this.queue = this.queue.then(async () => {
      const plotly = await loadPlotly(bundle);
      const { clientWidth: width, clientHeight: height } = this.area;
      if (!width) return;
      const { data, layout } = inColours(figure(), look, { width, height });
      await plotly.react(this.area, data, layout, { staticPlot: true, displayModeBar: false, responsive: false });
      this.drawn = true;
    }).catch((error) => this.failed(error));
    return this.queue;
  }

  dispose() {
    window.Plotly?.purge(this.area);
  }
}

/** A figure in the colours of the theme, its type as large as the page's, its names as long as there is room. */
function inColours(figure, { colours, font }, size) {
  const thick = font.size / USUAL_SIZE;
  const data = figure.data.map((trace) => {
    const colour = colours[trace.meta] ?? colours.curve;
    const shade = trace.fill ? { fillcolor: `${colour}22`, fillpattern: { ...trace.fillpattern, fgcolor: `${colour}66` } } : {};
    return {
      ...trace, ...shade, line: { ...trace.line, color: colour, width: (trace.line?.width ?? 0) * thick },
      ...(trace.mode === "text" ? { textfont: { color: colour, size: font.size } } : {}),
      ...(trace.marker ? { marker: marked(trace, colours, colour, thick) } : {}),
    };
  });
  const axis = (given) => given && {
    ...given, gridcolor: colours.grid, color: colours.text, tickfont: { size: font.size }, title: { ...given.title, font: { size: font.size } },
  };
  const { layout } = figure;
  const margin = { l: 4.6 * font.size, r: 12, t: 8, b: 3.2 * font.size };
  const names = layout.xaxis.ticktext;
  const narrow = names && (size.width - margin.l) / names.length < LEAST_TICK * thick;
  return {
    data,
    layout: {
      ...layout, ...size, margin, autosize: false, font: { family: font.family, color: colours.text, size: font.size },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      xaxis: { ...axis(layout.xaxis), ...(names ? { ticktext: names.map((name, index) => (narrow ? `${index + 1}` : `${index + 1}<br>${name}`)) } : {}) },
      yaxis: axis(layout.yaxis), ...(layout.yaxis2 ? { yaxis2: axis(layout.yaxis2) } : {}),
    },
  };
}

function marked({ marker, flags }, colours, colour, thick) {
  const scaled = { ...marker, line: { ...marker.line, color: colours.page } };
  if (!flags) return { ...scaled, color: colour, size: marker.size * thick };
  return {
    ...scaled, color: flags.map((flag) => colours[flag ? "tangent" : "curve"]),
    symbol: flags.map((flag) => (flag ? "x" : "circle")), size: flags.map((flag) => (flag ? 16 : 13) * thick),
  };
}

/** The picture of the stages with its points where they are at one loss scale, and their numbers beside them. */
export function stagesAt(figure, { points, lines }, { heights, values, flags }) {
  const at = (list, column) => list.map((point) => (point < 0 ? null : column[point]));
  const once = (index) => points.filter((stage) => stage === points[index]).length === 1;
  const data = figure.data.map((trace) => {
    if (trace.meta === "path") return { ...trace, x: at(lines, points), y: at(lines, heights), meta: "curve" };
    if (trace.meta !== "points") return trace;
    return {
      ...trace, x: points, y: Array.from(heights), flags: Array.from(flags, Boolean), meta: "curve", mode: "markers+text",
      text: points.map((_, index) => (once(index) ? `<b>${written(values[index], 7)}</b>` : "")),
      textposition: points.map((_, index) => labelSide(heights, index)),
    };
  });
  return { data, layout: figure.layout };
}

/** Above its point, or below where the path comes from above. */
function labelSide(heights, index) {
  const before = index > 0 && heights[index - 1] > heights[index] + 1;
  const after = index + 1 < heights.length && heights[index + 1] > heights[index] + 1;
  return before || after ? "bottom center" : "top center";
}
