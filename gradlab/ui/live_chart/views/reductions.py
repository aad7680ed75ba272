"""Mean and sum side by side: the same losses reduced the other way, with the tangent and the whole gradient of both."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment
from gradlab.figures.axes import fitted_range
from gradlab.ui.experiment.reductions import reductions_differ
from gradlab.ui.live_chart.exploration import Exploration, explore
from gradlab.ui.live_chart.variations import typical_size
from gradlab.ui.live_chart.views.second import columns, tangents
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_MEANS = ("mean", "batchmean")
_ROUNDING = 1e-2  # relatively: what float16 may be off by


def reduced_otherwise(experiment: Experiment) -> Experiment:
    """The experiment with its losses added up; where they are added up, or left alone, with their mean."""
    return replace(experiment, reduction="sum" if experiment.reduction in _MEANS else "mean", vector=None)


def _add(scene: Scene) -> Addition:
    own = scene.exploration
    second = explore(reduced_otherwise(own.experiment), scene.active)
    rows = len(own.positions)
    numbers = {
        **columns(second, rows),
        **tangents(second, rows),
        "gradients": second.gradients[:rows],
        "largest": max(typical_size(own.sweep), typical_size(second.sweep)),
        "slope_fit": fitted_range(second.slope, second.slope[second.row]),
    }
    texts = {
        "own": own.experiment.reduction,
        "other": second.experiment.reduction,
        "said": _relation(own, second, scene.words),
    }
    # Whichever of the two is chosen, the axes show both, and hold still when the choice changes.
    here = second.sweep.losses[second.row]
    return Addition(numbers, texts, losses=second.sweep.losses, points=[here], fits="reductions")


def _relation(own: Exploration, second: Exploration, words: Mapping[str, Any]) -> str:
    """That a mean is the sum divided, where it is so of every loss and of every gradient that is shown."""
    if own.experiment.reduction == "none":
        return ""
    mean, total = (own, second) if own.experiment.reduction in _MEANS else (second, own)
    divided = divisor(mean.experiment)
    if not divided or not (
        _times(mean.sweep.losses, divided.number, total.sweep.losses)
        and _times(mean.gradients, divided.number, total.gradients)
    ):
        return ""
    by = words["divisors"][divided.counts].format(number=f"{divided.number:g}")
    return words["views"]["reductions"]["divided"].format(mean=mean.experiment.reduction, by=by)


def _times(parts: np.ndarray, number: float, whole: np.ndarray) -> bool:
    with np.errstate(all="ignore"):
        there = np.isfinite(parts * number) & np.isfinite(whole)
        return bool(np.allclose(parts[there] * number, whole[there], rtol=_ROUNDING, atol=_ROUNDING * 1e-3))


REDUCTIONS = View(_add, possible=reductions_differ)
