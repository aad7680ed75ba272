"""The slope under the loss, over the same axis: the derivative as a curve of its own."""

import numpy as np

from gradlab.figures.axes import fitted_range
from gradlab.figures.slope_curve import plot_slope_curve
from gradlab.ui.views.view import Addition, Scene, View


def _add(scene: Scene) -> Addition:
    """The figure; its numbers are those of the sweep, which the chart has already."""
    exploration, active = scene.exploration, scene.active
    count = len(active.slider.positions)
    x, slope = exploration.sweep.positions[:count], exploration.slope[:count]
    gradient = f"{active.tensor}.grad{active.name.removeprefix(active.tensor)}"
    title = scene.words["views"]["slope"]["axis"].format(gradient=gradient)
    figure = plot_slope_curve(x, slope, kinks=exploration.kinks, x_title=active.name, y_title=title)
    fitted = fitted_range(np.append(slope, 0.0), exploration.slope[exploration.row])
    return Addition({"fit": fitted}, {"figure": figure.to_json()})


SLOPE = View(_add)
