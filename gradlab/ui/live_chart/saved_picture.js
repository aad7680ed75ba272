// The picture as a file, for paper and slides: as it stands on the screen, in the light colours, with its words above.
// What the page draws over the plot (marks.js) becomes traces of the same figure.

import { heading, saveFigure } from "../browser/picture_file.js";
import { loadPlotly } from "../browser/plotly.js";
import { USUAL_FONT_SIZE } from "./chart.js";
import { reachOf, segment } from "./marks.js";
import { lineTrace, tangentTrace } from "./traces.js";
import { labelsOf, triangleOf } from "./triangle.js";
import { tried } from "./views.js";

/** Let the reader save the chart, as "png" or "svg". */
export async function savePicture(chart, format, { name, title }) {
  const plotly = await loadPlotly(chart.told.bundle);
  await saveFigure(plotly, pictureOf(chart, title), format, name);
}

/** The figure with everything in it: curve, target, previous curve, marks and words. */
function pictureOf(chart, title) {
  const { plot, find, row } = chart;
  const { scale, area } = plot;
  const colours = chart.told.palette.light;
  // A saved picture has no web fonts: with the page's own its words would be as wide as whatever stands in for it.
  const font = { ...chart.dress().font, family: "sans-serif" };
  const room = 3 * font.size; // for a rise beside the right edge
  const [width, height] = [area.clientWidth + room, area.clientHeight];
  const text = heading([title, find("said").textContent], width - 24, font);
  const margin = { l: scale.left, r: width - scale.left - scale.width, b: height - scale.top - scale.height, t: scale.top + text.height };
  const { data, layout } = plot.dressed({ colours, font }, { width, height: height + text.height }, margin);
  const marks = marksOf(scale, row, colours, font);
  return {
    data: [...data, ...chart.present.flatMap((view) => tried(chart, view, () => view.saved?.(scale, row, { colours, font })) ?? []), ...marks.traces],
    layout: {
      ...layout, paper_bgcolor: colours.page, plot_bgcolor: colours.page, title: text.title,
      annotations: [...layout.annotations, ...marks.labels],
    },
  };
}

/** The marks of one row as Plotly's traces, and the triangle's numbers as annotations. */
function marksOf(scale, { position: x, loss, slope: returned, kink, other }, colours, font) {
  const differs = Number.isFinite(other ?? NaN);
  const slope = differs ? other : returned;
  const [px, py] = [scale.atX(x), scale.atY(loss)];
  const point = { x, loss, px, py };
  const thick = font.size / USUAL_FONT_SIZE;
  const along = (meta, value, sides, dash) => tangentTrace(scale, point, value, sides, meta, { color: colours.tangent, width: 4 * thick, dash });
  const [low, high] = shownLosses(scale);
  const guide = [[x, Number.isFinite(loss) ? Math.min(Math.max(loss, low), high) : high], [x, low]];
  const triangle = triangleOf(scale, point, kink || differs ? NaN : slope);
  const corner = triangle && [triangle.ends[0], [triangle.ends[1][0], triangle.ends[0][1]], triangle.ends[1]];
  return {
    traces: [
      lineTrace("guide", guide, { color: colours.text, width: 1.5, dash: "dot" }),
      ...(triangle ? [lineTrace("triangle", corner, { color: colours.triangle, width: 2.5 * thick })] : []),
      ...(kink ? [...along("left", kink.left, [-1, 0], "dash"), ...along("right", kink.right, [0, 1], "dash")] : along("tangent", slope, [-1, 1])),
      ...(differs ? tangentTrace(scale, point, returned, [-1, 1], "returned", { color: colours.text, width: 3 * thick, dash: "dot" }) : []),
      ...(Number.isNaN(loss) ? [] : [pointTrace(scale, point, colours, thick)]),
    ],
    labels: triangle ? triangleLabels(scale, triangle, { ...point, slope }, colours, font) : [],
  };
}

/** The lowest and the highest loss in the picture. */
function shownLosses(scale) {
  return [scale.toY(scale.top + scale.height), scale.toY(scale.top)];
}

/** The point; outside the picture an arrow at the edge where it left. */
function pointTrace(scale, { x, loss }, colours, thick) {
  const [low, high] = shownLosses(scale);
  const inside = loss >= low && loss <= high;
  const symbol = inside ? "circle" : loss > high ? "triangle-up" : "triangle-down";
  const marker = { symbol, size: 19 * thick, color: colours.tangent, line: { color: colours.page, width: 2 } };
  return { type: "scatter", mode: "markers", meta: "point", x: [x], y: [Math.min(Math.max(loss, low), high)], marker, cliponaxis: false };
}

function triangleLabels(scale, triangle, point, colours, font) {
  const boxes = labelsOf(scale, triangle, segment(scale, point, point.slope, reachOf(scale), [-1, 1]), point);
  return Object.entries(boxes).map(([name, { x, y, height }]) => ({
    text: triangle[name], x: scale.toX(x), y: scale.toY(y + height / 2), xanchor: "left", yanchor: "middle", showarrow: false,
    borderpad: 0, font: { color: colours.triangle, size: 1.2 * font.size },
  }));
}
