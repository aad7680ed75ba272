"""The elements of an experiment's tensors as the page names them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses import LOSSES, Loss, Slider
from gradlab.compute.losses.loss import REALS, Interval, Value
from gradlab.compute.losses.shapes import Shape, count
from gradlab.ui.experiment.reach import widened


@dataclass(frozen=True)
class Element:
    """One element of a tensor: `input[1]` on the page, `input1` in the address. It has a slider or a few choices.

    prefix: what stands before its key on a page where it has no name in the address.
    """

    tensor: str
    index: int
    shape: Shape
    slider: Slider | None
    default: float
    choices: tuple[float, ...] = ()
    domain: Interval = REALS
    prefix: str = ""

    @property
    def key(self) -> str:
        """Its name in the address, in the session and in the page's CSS classes."""
        return f"{self.prefix}{self.tensor}{self.index}" if self.shape else f"{self.prefix}{self.tensor}"

    @property
    def name(self) -> str:
        """Its name as PyTorch writes it."""
        indices = ", ".join(str(index) for index in np.unravel_index(self.index, self.shape)) if self.shape else ""
        return f"{self.tensor}[{indices}]" if indices else self.tensor

    def value_in(self, experiment: Experiment) -> float:
        """What it is in an experiment."""
        return flat(experiment.tensor(self.tensor))[self.index]

    def put_into(self, experiment: Experiment, value: float) -> Experiment:
        """The experiment with this value instead."""
        values = flat(experiment.tensor(self.tensor))
        values[self.index] = value
        tensor = np.reshape(values, self.shape).tolist()
        return replace(experiment, tensors={**dict(experiment.tensors), self.tensor: tensor})

    def takes(self, value: object) -> bool:
        """Whether its slider or its choices offer this value."""
        if self.slider:
            return isinstance(value, float) and self.slider.low <= value <= self.slider.high
        return any(value == choice and type(value) is type(choice) for choice in self.choices)


def elements_of(
    loss: Loss,
    tensor: str,
    size: int,
    parameters: Mapping[str, Value] | None = None,
    reach: int = 1,
    samples: int = 1,
) -> list[Element]:
    """The elements of one tensor of a loss shown at this size, at these parameters and the defaults of the others.

    A class that is not offered at these parameters is no default either: the first that is stands for it. Sliders are
    widened `reach` times. More elements than there are defaults begin with the first again.
    """
    argument = loss.shown(tensor, parameters or {})
    shape, choices = loss.shape_of(tensor, size, samples), argument.choices
    slider = argument.slider and widened(argument.slider, argument.domain, reach)
    if argument.kind == "class_index":
        choices = loss.classes(argument, {other.name: other.shape(size) for other in loss.tensors}, parameters or {})
    defaults = [value if value in choices or argument.slider else choices[0] for value in argument.defaults]
    each = zip(range(count(shape)), cycle(defaults), strict=False)
    return [Element(tensor, index, shape, slider, default, choices, argument.domain) for index, default in each]


def sliders_in(experiment: Experiment) -> list[Element]:
    """The elements of an experiment that have a slider."""
    loss, parameters = LOSSES[experiment.loss], dict(experiment.parameters)
    shapes = {name: experiment.shape(name) for name, _ in experiment.tensors}
    return [
        Element(argument.name, index, shapes[argument.name], argument.slider, default)
        for argument in (loss.shown(argument.name, parameters) for argument in loss.tensors)
        if argument.name in shapes and argument.slider
        for index, default in zip(range(count(shapes[argument.name])), cycle(argument.defaults), strict=False)
    ]


def nested(values: list[float], shape: Shape) -> list | float:
    """The values of all elements in the shape of their tensor."""
    return np.reshape(np.array(values, dtype=object), shape).tolist()
