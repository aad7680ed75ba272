"""A second curve over the same axis: another experiment, moved through the positions of the active element's slider."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import Exploration, explore


def second_curve(experiment: Experiment, active: Element) -> Exploration | None:
    """The experiment explored along the active element.

    None where it has no such element, has its tensor in another shape, or cannot be differentiated in it.
    """
    tensor = active.tensor
    if tensor not in dict(experiment.tensors) or experiment.shape(tensor) != active.shape:
        return None
    try:
        return explore(replace(experiment, requires_grad=(tensor,)), active)
    except ExperimentError:
        return None


def columns(second: Exploration, rows: int) -> Mapping[str, np.ndarray]:
    """What the chart needs of a second curve at each of so many positions."""
    return {
        "position": second.sweep.positions[:rows],
        "loss": second.sweep.losses[:rows],
        "slope": second.slope[:rows],
    }


def tangents(second: Exploration, rows: int) -> Mapping[str, np.ndarray]:
    """The slopes on both sides of the point at each of so many positions, and whether they are two."""
    return {side: getattr(second.slopes, side)[:rows] for side in ("left", "right", "kink")}
