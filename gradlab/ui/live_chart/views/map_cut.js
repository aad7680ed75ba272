// A cut through the map: the loss along the curve's element where the other one has been dragged to.

import { extentOf } from "../../browser/numbers.js";
import { outlined } from "../breaks.js";

/** The chart's frame as far as the map knows it: the curve and its slope on every line of the grid. `held()` is the point. */
export function cutFrame(base, grid, along, held, moved) {
  const [fixed, positions] = [held()[1 - along], [grid.x, grid.y][along]];
  const at = (line) => (along ? line * grid.x.length + fixed : fixed * grid.x.length + line);
  const column = (values) => Float64Array.from(positions, (_, line) => values[at(line)]);
  const [losses, slopes] = [column(grid.loss), column(grid.slopes[along])];
  const creased = (line) => Boolean(grid.crease[at(line)] & (1 << along));
  const kinks = [...positions.keys()].filter(creased).map((line) => String(positions[line]));
  const own = (line) => {
    const place = base.place(base.numbers.position.indexOf(positions[line]));
    return { ...place, loss: losses[line], slope: creased(line) ? NaN : slopes[line], kink: null };
  };
  return {
    ...base, parameter: moved, cut: true, data: { ...base.data, kinks }, numbers: { ...base.numbers, position: positions },
    at: () => own(held()[along]),
    curve: () => ({ x: positions, y: losses }),
    outline: () => outlined({ x: positions, y: losses }, { before: jumps(positions, losses, slopes, creased), behind: [] }),
    slopes: () => slopes,
    steepest: extentOf(grid.slopes[along]),
  };
}

/** In front of which lines the loss jumps: at a crease, and by far more than the slopes on both sides say. */
function jumps(positions, losses, slopes, creased) {
  return [...positions.keys()].filter((line) => {
    if (!line || !(creased(line) || creased(line - 1))) return false;
    const steepest = Math.max(Math.abs(slopes[line]), Math.abs(slopes[line - 1]));
    return Math.abs(losses[line] - losses[line - 1]) > 4 * (positions[line] - positions[line - 1]) * steepest;
  });
}

/** The chart's curve in space: its element runs along an axis, the other one stays where it is. */
export function curveInSpace(frame, along, at) {
  const { x, y } = frame.curve();
  return along < 0 ? [] : Array.from(x, (position, index) => [...at.map((value, axis) => (axis === along ? position : value)), y[index]]);
}
