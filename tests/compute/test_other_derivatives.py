"""The derivatives in other tensors than the first, such as the target: what an entry shows is what PyTorch computes."""

from dataclasses import replace

import numpy as np
import pytest
from mpmath import mp

from gradlab import LOSSES, unscaled_gradient
from gradlab.compute.expression import parse
from gradlab.compute.losses.shapes import count
from tests.compute.experiments import chosen_parameters, optional_tensors
from tests.compute.latex import evaluate
from tests.compute.test_latex import assert_shown_is_computed, at_element, experiment_of, symbols

CASES = [
    pytest.param(loss, tensor, options, extra, id="-".join(map(str, (name, tensor, *options.values(), *extra))))
    for name, loss in LOSSES.items()
    if name != "expression"
    for tensor, _ in loss.other_derivatives
    for options in chosen_parameters(loss)
    for extra in optional_tensors(loss)
]


@pytest.mark.parametrize(("loss", "tensor", "parameters", "optional"), CASES)
def test_what_is_shown_of_another_tensor_is_what_is_computed(loss, tensor, parameters, optional):
    experiment = replace(experiment_of(loss, parameters, optional, False), requires_grad=tensor)
    derivative = loss.written(loss.derivative_in(tensor), parameters, optional)
    values, formula = symbols(loss, experiment), loss.written(loss.formula, parameters, optional)
    losses = count(experiment.output_shape)
    with mp.workdps(30):
        for index, one_hot in enumerate(np.eye(losses)):
            gradient = unscaled_gradient(replace(experiment, vector=one_hot)).gradients[tensor].ravel()
            slope = gradient[index] if len(gradient) == losses else gradient.item()
            if np.isnan(slope):  # of Stirling's branch, which a count of 0 does not take: 0 × inf
                continue
            assert_shown_is_computed(evaluate(derivative, at_element(values, index), formula), slope)


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        ("(A - y)**2", r"-2\cdot(A - y)"),
        ("A*y", "A"),
        ("sin(y) + A", r"\cos(y)"),
        ("A**2", "0"),
        ("sum(A*y)", r"\frac{\partial}{\partial y}\left(\operatorname{sum}(A\,y)\right)"),
    ],
)
def test_a_formula_is_differentiated_in_its_target_too(formula, latex):
    # By the rules of school; elements that mix have none here.
    assert parse(formula).derivative_latex_in("y").replace(" ", "") == latex.replace(" ", "")
