"""What the tests share: every loss of the catalogue at its own defaults, in every shape it takes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, available_devices
from gradlab.compute.experiment import flat
from gradlab.compute.losses import Loss, TensorArgument
from gradlab.compute.losses.loss import Shape, count

DEVICES = available_devices()

# The distance from 1 to the next number: IEEE 754, and bfloat16's 8 significant bits.
EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}

# The same examples in every run, and none cut off because the machine is busy.
deterministic = settings(derandomize=True, deadline=None, max_examples=10)


def shapes_of(loss: Loss, argument_shape: Shape) -> dict[str, Shape]:
    """The shape of every tensor where the primary one has this shape: a class index has no class axis."""
    return {
        argument.name: argument_shape[:-1] if argument.kind == "class_index" else argument_shape
        for argument in loss.tensors
    }


def takes(loss: Loss, shape: Shape) -> bool:
    try:
        loss.output_shape(shapes_of(loss, shape))
    except ValueError:
        return False
    return True


# A number, one element, several, and two axes: (name of the loss, shape of its primary tensor).
CASES = [(name, shape) for name, loss in LOSSES.items() for shape in ((), (1,), (3,), (2, 3)) if takes(loss, shape)]
REDUCED_CASES = [(*case, reduction) for case in CASES for reduction in LOSSES[case[0]].reductions]


def default_tensors(loss: Loss, shape: Shape) -> dict[str, list | float | int]:
    """The first values a page opens with, as many as the shape takes; of classes, each in turn."""
    shapes = shapes_of(loss, shape)
    values = {a.name: range(shape[-1]) if a.kind == "class_index" else a.defaults for a in loss.tensors}
    return {name: np.resize(values[name], shapes[name]).tolist() for name in values}


def default_experiment(name: str, shape: Shape | None = None, **fields) -> Experiment:
    """The loss at its defaults; by default of the size a page opens with, and with a vector where one is needed."""
    loss = LOSSES[name]
    shape = (loss.size,) if shape is None else shape
    output_shape = loss.output_shape(shapes_of(loss, shape))
    if fields.get("reduction") == "none" and count(output_shape) > 1:
        fields.setdefault("vector", np.resize((1.0, -0.5, 2.0), output_shape).tolist())
    return Experiment(name, default_tensors(loss, shape), **fields)


SEVERAL_LOSSES = [case for case in CASES if count(default_experiment(*case).output_shape) > 1]


def differentiable(loss: Loss) -> tuple[str, ...]:
    return tuple(argument.name for argument in loss.tensors if argument.differentiable)


def continuous(loss: Loss) -> list[TensorArgument]:
    return [argument for argument in loss.tensors if argument.slider]


def ends(argument: TensorArgument) -> list[tuple[float, float]]:
    """Where the domain ends, each with the direction that leads out of it."""
    domain = argument.domain
    return [(bound, way) for bound, way in ((domain.low, -np.inf), (domain.high, np.inf)) if np.isfinite(bound)]


# Every tensor that has sliders, and every end of its domain.
MOVABLE = [(name, argument.name) for name, loss in LOSSES.items() for argument in continuous(loss)]
BOUNDS = [(*movable, *end) for movable in MOVABLE for end in ends(LOSSES[movable[0]].tensor(movable[1]))]

on_devices = pytest.mark.parametrize("device", DEVICES)
over_losses = pytest.mark.parametrize("name", LOSSES)
over_cases = pytest.mark.parametrize(("name", "shape"), CASES, ids=str)
over_reduced_cases = pytest.mark.parametrize(("name", "shape", "reduction"), REDUCED_CASES, ids=str)
over_several_losses = pytest.mark.parametrize(("name", "shape"), SEVERAL_LOSSES, ids=str)
over_movable = pytest.mark.parametrize(("name", "tensor"), MOVABLE)
over_bounds = pytest.mark.parametrize(("name", "tensor", "bound", "direction"), BOUNDS)


def elements(experiment: Experiment, name: str) -> range:
    return range(count(experiment.shape(name)))


def with_element(experiment: Experiment, name: str, index: int, value: float) -> Experiment:
    """The same experiment with one element of one tensor set to another value."""
    numbers = np.array(experiment.tensor(name), dtype=np.float64)
    numbers.flat[index] = value
    return replace(experiment, tensors={**dict(experiment.tensors), name: numbers})


def numbers_of(experiment: Experiment) -> list[float]:
    """All elements of all tensors, in the order in which the loss takes them."""
    return [number for a in LOSSES[experiment.loss].tensors for number in flat(experiment.tensor(a.name))]


def on_slider(slider) -> st.SearchStrategy[float]:
    """A position of a slider, or any number between its ends."""
    return st.sampled_from(slider.positions) | st.floats(slider.low, slider.high)


@st.composite
def experiments(draw, name: str, shape: Shape, **fields) -> Experiment:
    """The loss at values and parameters drawn from its own sliders, and classes from those there are."""
    loss = LOSSES[name]
    shapes = shapes_of(loss, shape)
    tensors = {}
    for argument in loss.tensors:
        numbers = on_slider(argument.slider) if argument.slider else st.integers(0, shape[-1] - 1)
        size = count(shapes[argument.name])
        drawn = draw(st.lists(numbers, min_size=size, max_size=size))
        tensors[argument.name] = np.reshape(drawn, shapes[argument.name])
    parameters = {parameter.name: draw(on_slider(parameter.slider)) for parameter in loss.parameters}
    return Experiment(name, tensors, parameters, **fields)


def rounded(numbers, dtype: str) -> np.ndarray:
    """The numbers as this dtype keeps them, in float64."""
    return torch.tensor(numbers, dtype=getattr(torch, dtype)).to(torch.float64).numpy()
