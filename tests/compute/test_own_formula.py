"""A formula of one's own as a loss: an experiment like any other, and the program that computes it."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from gradlab import LOSSES, Experiment, ExperimentError, slopes, sweep, unscaled_gradient
from gradlab.compute.expression import parse
from gradlab.compute.losses.reduction import Divisor
from gradlab.compute.program import program
from tests.compute.formulas import FORMULAS, TARGET, VECTOR, over_formulas

OWN = next(loss for loss in LOSSES.values() if loss.family == "own")


def experiment(text: str, A=VECTOR, y=TARGET, **fields) -> Experiment:
    tensors = {"A": A} if y is None else {"A": A, "y": y}
    return Experiment(OWN.name, tensors, {"expression": text}, **fields)


WITH_AND_WITHOUT_TARGET = [(text, TARGET) for text in FORMULAS]
WITH_AND_WITHOUT_TARGET += [(text, None) for text in FORMULAS if not parse(text).uses_target]


def divisor(text: str, reduction: str) -> float:
    return OWN.divisor({"A": torch.tensor(VECTOR)}, {"expression": text}, reduction).number


@pytest.mark.parametrize("text", [text for text in FORMULAS if "detach" not in text])
def test_the_gradient_is_the_measured_slope(text):
    made = experiment(text)
    found = unscaled_gradient(made).gradients["A"]

    for element, position in enumerate(VECTOR):
        measured = slopes(made, tensor="A", element=element, positions=[position])
        if np.isnan(measured.central[0]):  # the loss is nothing but rounding: the mean of what is left of its mean
            assert (abs(measured.loss[0]) < 1e-15, found[element]) == (True, 0)
            continue
        np.testing.assert_allclose(found[element], measured.central[0], rtol=1e-6, atol=2 * measured.error[0] + 1e-9)


@over_formulas
def test_a_sweep_is_its_positions_one_by_one(text):
    positions = [-1.0, 0.0, 0.3, 2.5]
    swept = sweep(experiment(text, requires_grad=["A", "y"]), tensor="A", element=1, positions=positions)

    for row, position in enumerate(positions):
        one = unscaled_gradient(experiment(text, [VECTOR[0], position, VECTOR[2]], requires_grad=["A", "y"]))
        np.testing.assert_allclose(swept.losses[row], one.loss, rtol=1e-12, atol=1e-12)
        for name in ("A", "y"):
            np.testing.assert_allclose(swept.gradients[name][row], one.gradients[name], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize(("text", "target"), WITH_AND_WITHOUT_TARGET)
def test_the_program_gives_the_gradient(text, target, reduction, dtype):
    made = experiment(text, y=target, reduction=reduction, dtype=dtype)
    names = {"torch": torch, "F": F}
    exec(program(made, "…"), names)

    assert str(names["A"].grad) == unscaled_gradient(made).printed["A"]


def test_the_program_is_as_a_teacher_writes_it():
    lines = program(experiment("A**2+sin(3*A)", y=None, dtype="float32"), "…").split("\n")

    assert lines[0] == "A = torch.tensor([0.3, -0.7, 0.9], requires_grad=True)"
    assert lines[1] == "loss = (A**2 + torch.sin(3*A)).mean()"


@over_formulas
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_reduction_divides_by_what_it_says(text, reduction):
    unreduced = experiment(text, reduction="none").output_shape
    mean, summed = (unscaled_gradient(experiment(text, reduction=each)).loss for each in ("mean", "sum"))

    assert mean * divisor(text, "mean") == pytest.approx(summed)
    assert divisor(text, "mean") == np.prod(unreduced, dtype=int)


def test_a_formula_that_is_one_number_needs_no_vector():
    found = unscaled_gradient(experiment("sum(A)", reduction="none"))

    assert (found.loss, found.gradients["A"].tolist()) == (pytest.approx(sum(VECTOR)), [1.0, 1.0, 1.0])


def test_the_mean_of_a_formula_that_is_one_number_counts_no_elements():
    tensors = {"A": torch.tensor(VECTOR)}

    assert OWN.divisor(tensors, {"expression": "sum(A)"}, "mean") == Divisor("itself", 1)
    assert OWN.divisor(tensors, {"expression": "A**2"}, "mean") == Divisor("elements", 3)


def test_its_latex_is_that_of_the_formula_and_of_its_derivative():
    parameters = {"expression": "A**2"}

    assert OWN.written(OWN.formula, parameters) == "A^{2}"
    assert OWN.written(OWN.derivative, parameters) == r"2\,A"


@pytest.mark.parametrize(
    ("text", "tensors", "message"),
    [
        ("A +", {"A": [1.0]}, r"expected more, got the end of the formula \(column 4\)"),
        ("A - y", {"A": [1.0]}, "expected a target y for A - y, got none"),
        ("A[2]", {"A": [1.0, 2.0]}, r"expected A of shape \[n\] with at least 3 elements, got shape \[2\]"),
        ("A", {"A": 1.0}, r"expected A of shape \[n\] with elements, got shape \[\]"),
        ("A", {"A": [[1.0]]}, r"expected A of shape \[n\]"),
        ("A - y", {"A": [1.0, 2.0], "y": [1.0]}, "expected y of the same shape as A"),
    ],
)
def test_what_a_formula_cannot_be_computed_of_is_refused(text, tensors, message):
    with pytest.raises(ExperimentError, match=message):
        Experiment(OWN.name, tensors, {"expression": text})
