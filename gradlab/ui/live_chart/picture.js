// The picture as a file, for paper and slides: as it stands on the screen, in the light colours, with its words above.
// What the page draws over the plot (marks.js) becomes traces of the same figure.

const SAVED_WIDTH = 1600; // pixels a PNG is at least wide

/** Let the reader save the chart, as "png" or "svg". */
async function savePicture(chart, format, { name, title }) {
  const plotly = await loadPlotly(chart.frame.data.bundle);
  const figure = pictureOf(chart, title);
  const { width, height } = figure.layout;
  const scale = format === "png" ? Math.max(2, SAVED_WIDTH / width) : 1;
  await plotly.downloadImage(figure, { format, filename: name, width, height, scale });
}

/** The figure with everything in it: curve, target, previous curve, marks and words. */
function pictureOf({ plot, find, root, frame, figure, words, axes, ghost, scale, row }, title) {
  const colours = frame.data.palette.light;
  const { font } = dress(root, plot, frame.data.palette);
  const [width, height] = [plot.clientWidth, plot.clientHeight];
  const text = heading([title, find("said").textContent], width - 24, font);
  const given = { ...figure.layout.margin, l: scale.left, r: width - scale.left - scale.width, b: height - scale.top - scale.height };
  const { data, layout } = dressed(figure, {
    axes, ghost, colours, font, previous: words.chart.previous,
    margin: { ...given, t: scale.top + text.height }, size: { width, height: height + text.height },
  });
  const marks = marksOf(scale, row, colours, font);
  return {
    data: [...data, ...marks.traces],
    layout: {
      ...layout, paper_bgcolor: colours.page, plot_bgcolor: colours.page, title: text.title,
      annotations: [...layout.annotations, ...marks.labels],
    },
  };
}

/** The marks of one row as Plotly's traces, and the triangle's numbers as annotations. */
function marksOf(scale, { position: x, loss, slope, kink }, colours, font) {
  const [px, py] = [scale.atX(x), scale.atY(loss)];
  const point = { x, loss, px, py };
  const thick = font.size / USUAL_FONT_SIZE;
  const line = (meta, ends, style) => ({
    type: "scatter", mode: "lines", meta, x: ends.map(([across]) => scale.toX(across)), y: ends.map(([, down]) => scale.toY(down)), line: style,
  });
  const along = (meta, value, ends, dash) => {
    if (!Number.isFinite(loss) || !Number.isFinite(value)) return [];
    const { x1, y1, x2, y2 } = segment(scale, point, value, reachOf(scale), ends);
    return [line(meta, [[x1, y1], [x2, y2]], { color: colours.tangent, width: 4 * thick, dash })];
  };
  const bottom = scale.top + scale.height;
  const from = Number.isFinite(py) ? Math.min(Math.max(py, scale.top), bottom) : scale.top;
  const triangle = triangleOf(scale, point, kink ? NaN : slope);
  const { fromX, fromY, toX, toY } = triangle ?? {};
  return {
    traces: [
      line("guide", [[px, from], [px, bottom]], { color: colours.text, width: 1.5, dash: "dot" }),
      ...(triangle ? [line("triangle", [[fromX, fromY], [toX, fromY], [toX, toY]], { color: colours.triangle, width: 2.5 * thick })] : []),
      ...(kink ? [...along("left", kink.left, [-1, 0], "dash"), ...along("right", kink.right, [0, 1], "dash")] : along("tangent", slope, [-1, 1])),
      ...(Number.isNaN(loss) ? [] : [pointTrace(scale, point, colours, thick)]),
    ],
    labels: triangle ? triangleLabels(scale, triangle, colours, font) : [],
  };
}

/** The point; outside the picture an arrow at the edge where it left. */
function pointTrace(scale, { x, loss }, colours, thick) {
  const [low, high] = [scale.toY(scale.top + scale.height), scale.toY(scale.top)];
  const inside = loss >= low && loss <= high;
  const symbol = inside ? "circle" : loss > high ? "triangle-up" : "triangle-down";
  const marker = { symbol, size: 19 * thick, color: colours.tangent, line: { color: colours.page, width: 2 } };
  return { type: "scatter", mode: "markers", meta: "point", x: [x], y: [Math.min(Math.max(loss, low), high)], marker, cliponaxis: false };
}

function triangleLabels(scale, { fromX, fromY, toX, toY, below, tall, run, rise }, colours, font) {
  const label = (text, across, down, rest) => ({
    text, x: scale.toX(across), y: scale.toY(down), showarrow: false, borderpad: 0,
    font: { color: colours.triangle, size: 1.2 * font.size }, ...rest,
  });
  const outside = { yanchor: below ? "top" : "bottom", yshift: below ? -2 : 2 };
  return [
    label(run, (fromX + toX) / 2, fromY, { xanchor: "center", ...outside }),
    tall ? label(rise, toX, (fromY + toY) / 2, { xanchor: "left", xshift: 6, yanchor: "middle" })
      : label(rise, toX, fromY, { xanchor: "left", xshift: 12, ...outside }),
  ];
}

/** Title and sentence as Plotly's title, in lines that fit, with the height they take. */
function heading([title, sentence], width, font) {
  const size = 1.15 * font.size;
  const lines = [...wrapped(title, width, `600 ${size}px ${font.family}`).map((part) => `<b>${part}</b>`), ...wrapped(sentence, width, `${size}px ${font.family}`)];
  const style = { family: font.family, size };
  return {
    height: lines.length * 1.3 * size + 16,
    title: { text: lines.join("<br>"), font: style, x: 0, xanchor: "left", xref: "container", y: 1, yanchor: "top", yref: "container", pad: { l: 12, t: 10 } },
  };
}

/** A text in lines no wider than `width` pixels, safe for Plotly, which reads tags. A line may end at a space or after 、 and 。 */
function wrapped(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const part of text.split(/(?<=[ 、。])/)) {
    if (lines.at(-1) && pen.measureText(lines.at(-1) + part.trimEnd()).width > width) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines.map((line) => line.trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
}
