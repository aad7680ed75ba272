// The slope under the loss: the derivative over the same axis, with the same point.

import { UnderPlot } from "../under_plot.js";
import { tried, VIEWS } from "../views.js";

VIEWS.slope = class extends UnderPlot {
  /** The axis makes room once, for all that the parameter may be dragged to: nothing leaves the picture, and it holds still. */
  member(frame) {
    this.frame = frame;
    const [low, high] = frame.steepest ?? this.range;
    const air = 0.06 * (high - low);
    if (low < this.range[0]) this.range = [low - air, this.range[1]];
    if (high > this.range[1]) this.range = [this.range[0], high + air];
    return true;
  }

  fits({ numbers }) {
    return [...this.chart.views.keys()].flatMap((name) => Array.from(numbers[`${name}.slope_fit`] ?? []));
  }

  curves(look) {
    const behind = this.chart.present.flatMap((view) => tried(this.chart, view, () => view.derivatives?.(look)) ?? []);
    return { ...super.curves(look), behind };
  }
};
