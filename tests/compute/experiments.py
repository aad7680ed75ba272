"""What the tests share: every loss of the catalogue at its own defaults, in every shape it takes."""

from dataclasses import replace
from itertools import chain, combinations, product

import numpy as np
import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, available_devices
from gradlab.compute.experiment import flat
from gradlab.compute.losses import Loss, Parameter, TensorArgument
from gradlab.compute.losses.shapes import Shape, count
from tests.compute.matrix import over

DEVICES = available_devices()

# No derivative at 0, and none that a difference can measure close to it.
SINGULAR = ("reciprocal", "xsin1x", "x2sin1x")
NEAR = 0.1

# The distance from 1 to the next number: IEEE 754, and bfloat16's 8 significant bits.
EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}

# The same examples in every run, and none cut off because the machine is busy.
deterministic = settings(derandomize=True, deadline=None, max_examples=10)


def shapes_of(loss: Loss, layout: Shape) -> dict[str, Shape]:
    """The shape of every tensor in a layout: `()` all numbers, `(3,)` a page at size 3, `(2, 3)` two rows of that.

    Two rows of a tensor that all rows share, such as a weight for each class, are the tensor itself. A loss that takes
    one row alone has no such shapes.
    """
    if not layout:
        return {argument.name: () for argument in loss.tensors}
    shapes = {argument.name: argument.shape(layout[-1]) for argument in loss.tensors}
    if len(layout) == 1:
        return shapes
    choices = [[(layout[0], *shape), shape] for shape in shapes.values()]
    choices[0].pop()
    batched = (dict(zip(shapes, chosen, strict=True)) for chosen in product(*choices))
    return next((chosen for chosen in batched if fits(loss, chosen)), {})


def fits(loss: Loss, shapes: dict[str, Shape]) -> bool:
    try:
        loss.output_shape(shapes)
    except ValueError:
        return False
    return True


def takes(loss: Loss, layout: Shape) -> bool:
    low, high = loss.sizes
    shapes = shapes_of(loss, layout)
    return bool(shapes) and (not layout or low <= layout[-1] <= high) and fits(loss, shapes)


# A number, one element, several, and two rows: (name of the loss, layout).
LAYOUTS = ((), (1,), (3,), (2, 3))
CASES = [(name, layout) for name, loss in LOSSES.items() for layout in LAYOUTS if takes(loss, layout)]
REDUCED_CASES = [(*case, reduction) for case in CASES for reduction in LOSSES[case[0]].reductions]


def default_tensors(
    loss: Loss, layout: Shape, optional: bool = False, parameters: dict | None = None
) -> dict[str, list | float | int]:
    """The first values a page opens with at these parameters, as many as the layout takes."""
    shapes = shapes_of(loss, layout)
    there = loss.tensors if optional else loss.required
    return {a.name: np.resize(defaults_of(loss, a, shapes, parameters or {}), shapes[a.name]).tolist() for a in there}


def defaults_of(loss: Loss, argument: TensorArgument, shapes: dict[str, Shape], parameters: dict) -> list:
    """A tensor's own defaults; of classes, the first that there is where the parameters exclude one."""
    if argument.kind != "class_index":
        return list(argument.defaults)
    classes = loss.classes(argument, shapes, parameters)
    return [index if index in classes else classes[0] for index in argument.defaults]


def default_experiment(name: str, shape: Shape | None = None, *, optional: bool = False, **fields) -> Experiment:
    """The loss at its defaults; by default of the size a page opens with, and with a vector where one is needed."""
    loss = LOSSES[name]
    shape = (loss.size,) if shape is None else shape
    output_shape = loss.output_shape(shapes_of(loss, shape))
    if fields.get("reduction") == "none" and count(output_shape) > 1:
        fields.setdefault("vector", np.resize((1.0, -0.5, 2.0), output_shape).tolist())
    return Experiment(name, default_tensors(loss, shape, optional, fields.get("parameters")), **fields)


SEVERAL_LOSSES = [case for case in CASES if count(default_experiment(*case).output_shape) > 1]


def differentiable(loss: Loss, optional: bool = False) -> tuple[str, ...]:
    there = loss.tensors if optional else loss.required
    return tuple(argument.name for argument in there if argument.differentiable)


def continuous(loss: Loss, optional: bool = False) -> list[TensorArgument]:
    return [argument for argument in (loss.tensors if optional else loss.required) if argument.slider]


def ends(argument: TensorArgument) -> list[tuple[float, float]]:
    """Where the domain ends, each with the direction that leads out of it."""
    domain = argument.domain
    return [(bound, way) for bound, way in ((domain.low, -np.inf), (domain.high, np.inf)) if np.isfinite(bound)]


# Every tensor that has sliders, and every end of its domain.
MOVABLE = [(name, argument.name) for name, loss in LOSSES.items() for argument in continuous(loss)]
MOVABLE_DTYPES = [(*movable, dtype) for movable in MOVABLE for dtype in LOSSES[movable[0]].dtypes]
DTYPE_CASES = [(name, dtype) for name, loss in LOSSES.items() for dtype in loss.dtypes]
BOUNDS = [(*movable, *end) for movable in MOVABLE for end in ends(LOSSES[movable[0]].tensor(movable[1]))]


on_devices = pytest.mark.parametrize("device", DEVICES)
over_losses = pytest.mark.parametrize("name", LOSSES)
over_dtypes = over("name, dtype", DTYPE_CASES)
over_cases = over("name, shape", CASES)
over_reduced_cases = over("name, shape, reduction", REDUCED_CASES)
over_several_losses = over("name, shape", SEVERAL_LOSSES)
over_movable = over("name, tensor", MOVABLE)
over_movable_dtypes = over("name, tensor, dtype", MOVABLE_DTYPES)
over_bounds = over("name, tensor, bound, direction", BOUNDS)


def elements(experiment: Experiment, name: str) -> range:
    return range(count(experiment.shape(name)))


def with_element(experiment: Experiment, name: str, index: int, value: float) -> Experiment:
    """The same experiment with one element of one tensor set to another value."""
    numbers = np.array(experiment.tensor(name), dtype=np.float64)
    numbers.flat[index] = value
    return replace(experiment, tensors={**dict(experiment.tensors), name: numbers})


def numbers_of(experiment: Experiment) -> list[float]:
    """All elements of all tensors, in the order in which the loss takes them."""
    there = dict(experiment.tensors)
    return [number for a in LOSSES[experiment.loss].tensors if a.name in there for number in flat(there[a.name])]


def on_slider(slider) -> st.SearchStrategy[float]:
    """A position of a slider, or any number between its ends."""
    return st.sampled_from(slider.positions) | st.floats(slider.low, slider.high)


def values_of(part: TensorArgument | Parameter) -> st.SearchStrategy:
    """Anything a slider or a choice of a page can give."""
    if part.slider:
        return on_slider(part.slider)
    return st.sampled_from(part.choices) if part.choices else st.just(part.default)


@st.composite
def experiments(draw, name: str, shape: Shape, **fields) -> Experiment:
    """The loss at values and parameters drawn from its own sliders, and classes from those there are."""
    loss = LOSSES[name]
    shapes = shapes_of(loss, shape)
    parameters = {parameter.name: draw(values_of(parameter)) for parameter in loss.parameters}
    tensors = {}
    for argument in loss.required:
        a_class = argument.kind == "class_index"
        classes = loss.classes(argument, shapes, parameters) if a_class else ()
        numbers = st.sampled_from(classes) if a_class else values_of(argument)
        size = count(shapes[argument.name])
        drawn = draw(st.lists(numbers, min_size=size, max_size=size))
        tensors[argument.name] = np.reshape(drawn, shapes[argument.name])
    return Experiment(name, tensors, parameters, **fields)


def rounded(numbers, dtype: str) -> np.ndarray:
    """The numbers as this dtype keeps them, in float64."""
    return torch.tensor(numbers, dtype=getattr(torch, dtype)).to(torch.float64).numpy()


def some(parameter) -> list:
    """A few of the values a page offers: the default, and others on both sides of it."""
    if parameter.slider:
        low, *_, high = parameter.slider.positions[2::7]
        return [parameter.default, low, high]
    return list(parameter.choices) or [parameter.default]


def chosen_parameters(loss: Loss) -> list[dict]:
    """Each pair of a few values of all parameters would be many: the defaults, and each parameter changed, twice."""
    defaults = {parameter.name: parameter.default for parameter in loss.parameters}
    changes = [[(p.name, value) for value in some(p)] for p in loss.parameters]
    pairs = chain.from_iterable(product(first, second) for first, second in combinations(changes, 2))
    alone = [(change,) for change in chain.from_iterable(changes)]
    found = [defaults, *(defaults | dict(pair) for pair in chain(alone, pairs))]
    return [dict(items) for items in dict.fromkeys(tuple(choice.items()) for choice in found)]


def optional_tensors(loss: Loss) -> list[tuple[str, ...]]:
    names = [argument.name for argument in loss.tensors if argument.optional]
    return [chosen for size in range(len(names) + 1) for chosen in combinations(names, size)]
