// The grid of losses, which both pictures are drawn over.

import { finite } from "../../browser/numbers.js";

/** A figure of the server with the grid in it. */
export function overGrid({ data: [trace], layout }, { x, y, loss }) {
  const rows = Array.from(y, (_, row) => finite(loss.subarray(row * x.length, (row + 1) * x.length)));
  return { data: [{ ...trace, x: Array.from(x), y: Array.from(y), z: rows }], layout };
}
