"""The curves for every value of a parameter or of a number that is held, with all that stands beside the point."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gradlab.compute.cause import Cause, causes
from gradlab.compute.companion import companion
from gradlab.compute.experiment import Experiment
from gradlab.compute.family import Family, family
from gradlab.compute.kinks import kinks
from gradlab.compute.losses import LOSSES, Slider
from gradlab.compute.losses.loss import Value
from gradlab.compute.slopes import slopes
from gradlab.compute.sweep import Sweep, batched_sweep
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.frame.kept import kept

MOST = 41  # curves that are sent at once


@dataclass(frozen=True)
class FamilyParameter:
    """What tells the curves of a family apart: a parameter of the loss, or an element that is not differentiated.

    key: its name in the address. default: what it is where the page opens.
    """

    key: str
    slider: Slider
    default: Value
    element: Element | None = None

    def value_in(self, experiment: Experiment) -> Value:
        """What it is in an experiment."""
        return self.element.value_in(experiment) if self.element else dict(experiment.parameters)[self.key]

    def at(self, experiment: Experiment, value: Value) -> Experiment:
        """The experiment with this value instead."""
        if self.element:
            return self.element.put_into(experiment, value)
        return replace(experiment, parameters={**dict(experiment.parameters), self.key: value})


@dataclass(frozen=True)
class Members:
    """The experiment at each value of a family's parameter, moved through the positions of one element's slider.

    family: the curves, and the numbers at the element's own value. kinks: of each curve. causes: by the value's index,
    what made the loss or gradient at the point not finite. largest `[P]`: see `typical_size`.
    companion `[P, …]`: what the gradient at the point is read against, empty for a loss without one.
    """

    experiments: tuple[Experiment, ...]
    family: Family
    kinks: tuple[tuple[float, ...], ...]
    causes: dict[int, Cause]
    largest: tuple[float, ...]
    companion: np.ndarray


def family_parameters(experiment: Experiment) -> list[FamilyParameter]:
    """The sliders whose moves the server hears of and that have few enough positions: parameters and held elements."""
    parameters = [FamilyParameter(p.name, p.slider, p.default) for p in LOSSES[experiment.loss].parameters if p.slider]
    held = [
        FamilyParameter(element.key, element.slider, element.default, element)
        for element in sliders_in(experiment)
        if element.tensor not in experiment.requires_grad
    ]
    few = [parameter for parameter in parameters + held if len(parameter.slider.positions) <= MOST]
    return [p for p in few if p.slider.low <= p.value_in(experiment) <= p.slider.high]  # others are widened to take it


def members(experiment: Experiment, element: Element, parameter: FamilyParameter) -> Members:
    """The members of a family. They are the same whichever of them the experiment itself is."""
    return _members(parameter.at(experiment, parameter.default), element, parameter)


@kept(64)
def _members(experiment: Experiment, element: Element, parameter: FamilyParameter) -> Members:
    positions = element.slider.positions
    moving = {"tensor": element.tensor, "element": element.index}
    experiments = tuple(parameter.at(experiment, value) for value in parameter.slider.positions)
    found = family(experiments, **moving, positions=positions)
    exact = [replace(member, dtype="float64") for member in experiments]
    swept = [batched_sweep(member, **moving, positions=positions) for member in exact]
    judged = [slopes(member, **moving, positions=positions) for member in exact]
    corners = (kinks(member, **moving, judged=of_it) for member, of_it in zip(exact, judged, strict=True))
    here = {**moving, "positions": [element.value_in(experiment)]}
    beside = [companion(member, **here) for member in experiments] if LOSSES[experiment.loss].companion else []
    return Members(
        experiments, found, tuple(tuple(corner) for corner in corners), _causes(experiments, found, here),
        tuple(typical_size(curve) for curve in swept), np.concatenate(beside) if beside else np.empty(0),
    )  # fmt: skip


def _causes(experiments: tuple[Experiment, ...], found: Family, here: Mapping[str, Any]) -> dict[int, Cause]:
    finite = np.isfinite(found.loss)
    for gradient in found.gradients.values():
        finite &= np.isfinite(gradient.reshape(len(finite), -1)).all(1)
    at_point = {}
    for index in np.flatnonzero(~finite).tolist():
        (at_point[index],) = causes(experiments[index], **here)
    return {index: cause for index, cause in at_point.items() if cause}


def typical_size(swept: Sweep) -> float:
    """The size that most of a sweep's gradients stay under, so that one explosion does not flatten all bars."""
    sizes = np.abs(np.concatenate([gradient.ravel() for gradient in swept.gradients.values()]))
    sizes = np.sort(sizes[np.isfinite(sizes) & (sizes > 0)])
    return float(sizes[int(0.95 * (len(sizes) - 1))]) if len(sizes) else 1.0
