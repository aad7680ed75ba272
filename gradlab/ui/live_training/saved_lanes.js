// The lanes as a file, for paper and slides: all of them, in the light colours, with the step they show in words above.

import { heading, saveFigure } from "../browser/picture_file.js";
import { loadPlotly } from "../browser/plotly.js";
import { arranged } from "./lanes.js";
import { inColours, USUAL_SIZE } from "./plot.js";

const SIZE = { width: 960, height: 640 };

/** Let the reader save the lanes, as "png" or "svg". */
export async function saveLanes(live, format, { name, title }) {
  const plotly = await loadPlotly(live.bundle);
  const look = { colours: live.data.palette.light, font: { family: "sans-serif", size: USUAL_SIZE } };
  const text = heading([title, live.find("sentence").textContent], SIZE.width - 24, look.font);
  const { data, layout } = inColours(arranged(live.lanes.whole, SIZE, USUAL_SIZE), look, SIZE);
  const cursor = { type: "line", x0: live.step, x1: live.step, yref: "paper", y0: 0, y1: 1, line: { color: look.colours.text, width: 1.5, dash: "dash" } };
  await saveFigure(plotly, { data, layout: {
    ...layout, title: text.title, height: SIZE.height + text.height, margin: { ...layout.margin, t: layout.margin.t + text.height },
    paper_bgcolor: look.colours.page, plot_bgcolor: look.colours.page, shapes: live.step < live.last ? [cursor] : [],
  } }, format, name);
}
