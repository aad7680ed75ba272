"""The formula and the derivative an entry shows are what PyTorch computes: a typo in them fails here."""

from dataclasses import replace

import numpy as np
import pytest
from mpmath import mp, mpf

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.experiment import flat
from gradlab.compute.losses import Loss
from gradlab.compute.losses.shapes import count
from tests.compute.experiments import chosen_parameters, default_tensors, optional_tensors, shapes_of
from tests.compute.latex import evaluate

# What only a sum over every alignment gives: it is compared in test_reference.py.
SUMS_OVER_PATHS = r"\mathcal{B}"


CASES = [
    pytest.param(loss, options, extra, other, id="-".join(map(str, (name, *options.values(), *extra, other))))
    for name, loss in LOSSES.items()
    if SUMS_OVER_PATHS not in loss.written(loss.formula, {})
    for options in chosen_parameters(loss)
    for extra in optional_tensors(loss)
    for other in (False, True)
    if not other or any(not argument.slider for argument in loss.required)
]


def symbols(loss: Loss, experiment: Experiment) -> dict:
    """What each symbol of the formula stands for: the whole tensors, the parameters, and C classes."""
    values = {}
    for name, value in experiment.tensors:
        argument = loss.tensor(name)
        a_set = argument.kind == "class_index" and isinstance(value, tuple)
        values[argument.symbol] = set(value[: value.index(-1)]) if a_set else exact(value)
    of_classes = [argument for argument in loss.tensors if argument.kind == "class_index"]
    shapes = {name: experiment.shape(name) for name, _ in experiment.tensors}
    classes = [c for a in of_classes for c in a.classes(shapes) if c >= 0] or flat(experiment.tensor(loss.primary.name))
    values["C"] = mpf(len(classes))
    parameters = dict(experiment.parameters)
    return values | {p.symbol: mpf(parameters[p.name]) for p in loss.parameters if p.symbol}


def exact(value):
    if isinstance(value, tuple):
        return [exact(part) for part in value]
    return mpf(value) if isinstance(value, float) else value


def is_per_element(experiment: Experiment, loss: Loss) -> bool:
    return experiment.output_shape == experiment.shape(loss.primary.name)


def is_shared(experiment: Experiment, loss: Loss) -> bool:
    """Whether one element of the primary tensor is in each of several losses, as a weight is in each data point's."""
    return experiment.shape(loss.primary.name) == (1,) != experiment.output_shape


def at_element(values: dict, index: int) -> dict:
    """What the symbols stand for in one of the losses; a tensor of one element is the same in all."""

    def of(value):
        return value[index if len(value) > 1 else 0] if isinstance(value, list) else value

    return {symbol: of(value) for symbol, value in values.items()}


def assert_shown_is_computed(shown: list, computed: float) -> None:
    assert shown
    for value in shown:
        assert float(value) == pytest.approx(computed, rel=1e-9, abs=1e-12, nan_ok=True)


def experiment_of(loss: Loss, parameters: dict, optional: tuple[str, ...], other_label: bool) -> Experiment:
    """The largest size a page offers, for the most elements; the other label takes a formula's other case."""
    size = loss.sizes[1]
    tensors = default_tensors(loss, (size,), optional=True)
    for argument in loss.tensors:
        if other_label and not argument.slider:
            tensors[argument.name] = np.resize(argument.defaults[1:], argument.shape(size)).tolist()
    there = {name: value for name, value in tensors.items() if not loss.tensor(name).optional or name in optional}
    ones = np.ones(loss.output_shape(shapes_of(loss, (size,))))
    return Experiment(loss.name, there, parameters, reduction="none", vector=ones)


def slope_of_one(experiment: Experiment, loss: Loss, index: int) -> float:
    """The gradient of one of several losses in the one element that they share."""
    one_hot = np.eye(count(experiment.output_shape))[index]
    return unscaled_gradient(replace(experiment, vector=one_hot)).gradients[loss.primary.name].item()


@pytest.mark.parametrize(("loss", "parameters", "optional", "other_label"), CASES)
def test_what_is_shown_is_what_is_computed(loss, parameters, optional, other_label):
    formula, derivative = (loss.written(latex, parameters, optional) for latex in (loss.formula, loss.derivative))
    experiment = experiment_of(loss, parameters, optional, other_label)
    values = symbols(loss, experiment)
    result = unscaled_gradient(experiment)
    gradient = result.gradients[loss.primary.name].ravel()
    if is_shared(experiment, loss):
        gradient = np.array([slope_of_one(experiment, loss, index) for index in range(result.loss.size)])
    elements = [at_element(values, index) for index in range(gradient.size)]
    with mp.workdps(30):
        if is_per_element(experiment, loss) or is_shared(experiment, loss):
            for element, value, slope in zip(elements, result.loss, gradient, strict=True):
                assert_shown_is_computed(evaluate(formula, element), value)
                assert_shown_is_computed(evaluate(derivative, element, formula), slope)
        else:
            assert_shown_is_computed(evaluate(formula, values), result.loss)
            for index, slope in enumerate(gradient):
                assert_shown_is_computed(evaluate(derivative, values | {"c": index}, formula), slope)


def test_every_entry_but_one_is_compared():
    assert len({case.values[0].name for case in CASES}) == len(LOSSES) - 1


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"\tfrac12\,(x - y)^2", 2.0),
        (r"-x^2 + 2y", -7.0),
        (r"\frac{x}{2y} - \lvert y - x\rvert", -0.5),
        (r"[x > y]\,5 - [\,x - 1\,]", 3.0),
        (r"\begin{cases}x & x < 1\\ 10 x & \text{otherwise}\end{cases}", 30.0),
        (r"\sum_k v_k w_k - x", 8.0),
        (r"\sum_{k \ne z} v_k", 4.0),
        (r"\lVert v - w\rVert_2^2", 8.0),
        (r"p_z, \quad p_c = 2 v_c", 4.0),
        (r"10^{-1} x", 0.3),
        (r"\max(0, y - x) + \min(x, y)", 1.0),
        (r"\ln (e^{2})", 2.0),
    ],
)
def test_the_reader_of_latex_reads_as_a_mathematician_does(latex, value):
    values = {"x": mpf(3), "y": mpf(1), "v": [mpf(1), mpf(2), mpf(3)], "w": [mpf(3), mpf(4), mpf(3)], "z": 1}
    values["w"] = [mpf(3), mpf(4), mpf(0)] if "k v" in latex or "v_k w" in latex else values["w"]

    assert float(evaluate(latex, values)[0]) == pytest.approx(value)


@pytest.mark.parametrize("latex", [r"x +", r"\frac{x}", r"(x", r"\unknown x", r"x_", "x & y"])
def test_what_cannot_be_read_fails(latex):
    with pytest.raises((AssertionError, IndexError, KeyError)):
        evaluate(latex, {"x": mpf(1), "y": mpf(1)})
