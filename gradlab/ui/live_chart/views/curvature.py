"""The second derivative under the loss, over the same axis: how fast the slope changes."""

import numpy as np

from gradlab.compute.curvature import curvature
from gradlab.figures.axes import fitted_range
from gradlab.figures.slope_curve import slope_axes
from gradlab.ui.live_chart.views.view import Addition, Scene, View


def _add(scene: Scene) -> Addition:
    """The second derivative at every position and how it was judged; or what PyTorch says that cannot give it."""
    exploration, active = scene.exploration, scene.active
    moving = {"tensor": exploration.tensor, "element": exploration.element, "positions": exploration.positions}
    figure = slope_axes(x_title=active.name, y_title=scene.words["views"]["curvature"]["axis"])
    try:
        found = curvature(exploration.experiment, **moving)
    except RuntimeError as error:  # PyTorch's own: it can differentiate this loss only once
        return Addition({}, {"figure": figure, "kinks": [], "refused": str(error)})
    fitted = fitted_range(np.append(found.values[: len(active.slider.positions)], 0.0), found.values[exploration.row])
    judged = found.judged
    numbers = {"fit": fitted, "values": found.values, "verdict": judged.verdict, "true": judged.slope}
    return Addition(
        numbers | {"left": judged.left, "right": judged.right},
        {"figure": figure, "kinks": found.kinks, "refused": ""},
    )


CURVATURE = View(_add)
