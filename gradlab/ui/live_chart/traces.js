// Lines and tangents as Plotly's traces, for a saved picture.

import { reachOf, segment } from "./marks.js";

/** A line through points of the picture. */
export function lineTrace(meta, ends, style) {
  return { type: "scatter", mode: "lines", meta, x: ends.map(([across]) => across), y: ends.map(([, up]) => up), line: style };
}

/** A line through a point to some of its sides; none where a number is not finite. */
export function tangentTrace(scale, point, slope, sides, meta, style) {
  const drawn = Number.isFinite(point.loss) && Number.isFinite(slope);
  return drawn ? [lineTrace(meta, endsOf(scale, point, slope, sides), style)] : [];
}

/** The ends of a tangent as on the screen, in data. Plotly rounds pixels, so the longer way tells the other by the slope. */
function endsOf(scale, point, slope, sides) {
  const { x1, y1, x2, y2 } = segment(scale, point, slope, reachOf(scale), sides);
  const flat = Math.abs(x2 - x1) > Math.abs(y2 - y1);
  return [[x1, y1], [x2, y2]].map(([across, down]) => {
    const [x, y] = [scale.toX(across), scale.toY(down)];
    return flat ? [x, point.loss + slope * (x - point.x)] : [point.x + (y - point.loss) / slope, y];
  });
}
