// The curve and its axes, drawn by Plotly in place. What moves with the point is drawn over it (marks.js).

export const USUAL_FONT_SIZE = 13; // lines grow with the type, as on a projector

/** The server's figure in the page's colours, with the axes held where they are and the previous curve behind. */
export function dressed(figure, { axes, ghost, colours, font, margin, size, previous, behind = [], labels = [] }) {
  const thick = font.size / USUAL_FONT_SIZE;
  const coloured = figure.data.map(({ line, marker, ...trace }) => ({
    ...trace,
    ...(line && { line: { ...line, color: colours[trace.meta], width: line.width * thick } }),
    ...(marker && { marker: { ...marker, color: colours[trace.meta], size: marker.size * thick } }),
  }));
  const shadow = ghost && {
    ...ghost, type: "scatter", mode: "lines", meta: "ghost", line: { color: colours.ghost, width: 2, dash: "dot" },
  };
  const axis = (given, range) => ({
    ...given, range, gridcolor: colours.grid, color: colours.text, tickfont: { size: font.size },
    title: { ...given.title, font: { size: font.size } },
  });
  const shapes = (figure.layout.shapes ?? []).map((shape) => ({
    ...shape, line: { ...shape.line, color: colours[shape.name] },
    label: { ...shape.label, font: { color: colours[shape.name], size: font.size } },
  }));
  const layout = {
    ...figure.layout, ...size, shapes, margin, autosize: false, font: { family: font.family, color: colours.text },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: axis(figure.layout.xaxis, axes.x), yaxis: axis(figure.layout.yaxis, axes.y),
    annotations: [...(shadow ? [curveLabel(shadow, axes, previous, { color: colours.ghost, size: font.size, page: colours.page })] : []), ...labels].filter(Boolean),
  };
  return { data: [...(shadow ? [shadow] : []), ...behind, ...coloured], layout };
}

/** The words that mark a curve, where it leaves the picture on the right; null where it is not in the picture. */
export function curveLabel(curve, axes, text, { page, ...font }) {
  const bgcolor = page && `${page}cc`; // other curves stay visible behind the words
  for (let index = curve.x.length - 1; index >= 0; index--) {
    const [x, y] = [curve.x[index], curve.y[index]];
    if (x <= axes.x[1] && y >= axes.y[0] && y <= axes.y[1]) {
      const high = (axes.y[1] - y) / (axes.y[1] - axes.y[0]) < 0.12; // above it the label would be cut off
      return { x, y, text, showarrow: false, xanchor: "right", yanchor: high ? "top" : "bottom", font, bgcolor };
    }
  }
  return null;
}

/** Pixels to data and back, inside the plot's element. */
export function scales(plot) {
  const { xaxis, yaxis } = plot._fullLayout;
  return {
    left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length,
    toX: (pixel) => xaxis.p2d(pixel - xaxis._offset),
    toY: (pixel) => yaxis.p2d(pixel - yaxis._offset),
    atX: (x) => xaxis._offset + xaxis.d2p(x),
    atY: (y) => yaxis._offset + yaxis.d2p(y),
    unitsPerPixel: Math.abs(xaxis.range[1] - xaxis.range[0]) / xaxis._length,
  };
}
