"""The curves for every value of one parameter, with all that the live chart shows beside the point, computed once."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from gradlab.compute.cause import Cause, causes
from gradlab.compute.experiment import Experiment
from gradlab.compute.family import Family, family
from gradlab.compute.kinks import kinks
from gradlab.compute.losses import LOSSES, Parameter
from gradlab.compute.slopes import slopes
from gradlab.compute.sweep import Sweep, sweep
from gradlab.ui.elements import Element


@dataclass(frozen=True)
class Members:
    """The experiment at each value of its parameter's slider, moved through the positions of one element's slider.

    family: the curves, and the numbers at the element's own value. kinks: of each curve. causes: by the value's index,
    what made the loss or gradient at the point not finite. largest `[P]`: see `typical_size`.
    """

    experiments: tuple[Experiment, ...]
    family: Family
    kinks: tuple[tuple[float, ...], ...]
    causes: dict[int, Cause]
    largest: tuple[float, ...]


def sliding_parameters(experiment: Experiment) -> list[Parameter]:
    """The parameters of the experiment's loss that have a slider."""
    return [parameter for parameter in LOSSES[experiment.loss].parameters if parameter.slider]


def members(experiment: Experiment, element: Element, parameter: Parameter) -> Members:
    """The members of a family. They are the same whichever of them the experiment itself is."""
    return _members(_at(experiment, parameter, parameter.default), element, parameter.name)


@st.cache_data(max_entries=64, show_spinner=False)
def _members(experiment: Experiment, element: Element, name: str) -> Members:
    (parameter,) = (parameter for parameter in sliding_parameters(experiment) if parameter.name == name)
    values, positions = parameter.slider.positions, element.slider.positions
    moving = {"tensor": element.tensor, "element": element.index}
    experiments = tuple(_at(experiment, parameter, value) for value in values)
    found = family(experiment, **moving, positions=positions, parameter=name, values=values)
    exact = [replace(member, dtype="float64") for member in experiments]
    swept = [sweep(member, **moving, positions=positions) for member in exact]
    at_position = [slopes(member, **moving, positions=positions).kink for member in exact]
    corners = (kinks(*of_member) for of_member in zip(exact, swept, at_position, strict=True))
    return Members(
        experiments, found, tuple(tuple(corner) for corner in corners),
        _causes(experiments, found, element), tuple(typical_size(curve) for curve in swept),
    )  # fmt: skip


def _at(experiment: Experiment, parameter: Parameter, value: float) -> Experiment:
    return replace(experiment, parameters={**dict(experiment.parameters), parameter.name: value})


def _causes(experiments: tuple[Experiment, ...], found: Family, element: Element) -> dict[int, Cause]:
    finite = np.isfinite(found.loss)
    for gradient in found.gradients.values():
        finite &= np.isfinite(gradient.reshape(len(finite), -1)).all(1)
    at_point = {}
    for index in np.flatnonzero(~finite).tolist():
        member = experiments[index]
        moving = {"tensor": element.tensor, "element": element.index, "positions": [element.value_in(member)]}
        (at_point[index],) = causes(member, **moving)
    return {index: cause for index, cause in at_point.items() if cause}


def typical_size(swept: Sweep) -> float:
    """The size that most of a sweep's gradients stay under, so that one explosion does not flatten all bars."""
    sizes = np.abs(np.concatenate([gradient.ravel() for gradient in swept.gradients.values()]))
    sizes = np.sort(sizes[np.isfinite(sizes) & (sizes > 0)])
    return float(sizes[int(0.95 * (len(sizes) - 1))]) if len(sizes) else 1.0
