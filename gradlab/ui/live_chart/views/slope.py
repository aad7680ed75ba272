"""The slope under the loss, over the same axis: the derivative as a curve of its own."""

import numpy as np

from gradlab.figures.axes import fitted_range
from gradlab.figures.slope_curve import slope_axes
from gradlab.ui.live_chart.views.view import Addition, Scene, View


def _add(scene: Scene) -> Addition:
    """The axes; the numbers are those of the sweep, which the chart has already."""
    exploration, active = scene.exploration, scene.active
    count = len(active.slider.positions)
    slope = exploration.slope[:count]
    figure = slope_axes(x_title=active.name, y_title=scene.words["views"]["slope"]["axis"])
    fitted = fitted_range(np.append(slope, 0.0), exploration.slope[exploration.row])
    return Addition({"slope_fit": fitted}, {"figure": figure})


SLOPE = View(_add)
