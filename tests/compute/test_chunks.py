"""`options` of linear_cross_entropy: chunk by chunk, the loss and its gradient are the same but for rounding."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, sweep, unscaled_gradient
from gradlab.compute.program import program
from tests.compute.experiments import EPSILON, default_experiment, differentiable

LOSS = LOSSES["linear_cross_entropy"]
UNCHUNKED, *CHUNKED = next(parameter for parameter in LOSS.parameters if parameter.name == "options").choices

over_policies = pytest.mark.parametrize("policy", CHUNKED)


@over_policies
@pytest.mark.parametrize("dtype", LOSS.dtypes)
def test_chunks_change_nothing_but_the_rounding(policy, dtype):
    # Two samples of two features and three classes are two chunks (LinearCrossEntropyOptions, "aspect_ratio").
    required = differentiable(LOSS, optional=True)
    for shape, reduction, optional in product([(3,), (2, 3)], LOSS.reductions, [False, True]):
        fields = {"optional": optional, "reduction": reduction, "dtype": dtype}
        whole = default_experiment(LOSS.name, shape, **fields, requires_grad=required if optional else None)
        expected = unscaled_gradient(whole)
        result = unscaled_gradient(replace(whole, parameters={"options": policy}))

        close = {"rtol": 4 * EPSILON[dtype], "atol": 4 * EPSILON[dtype]}
        np.testing.assert_allclose(result.loss, expected.loss, **close)
        for name in whole.requires_grad:
            np.testing.assert_allclose(result.gradients[name], expected.gradients[name], **close)


@over_policies
@pytest.mark.parametrize("dtype", LOSS.dtypes)
def test_a_sweep_has_the_very_numbers_of_the_chunked_loss(policy, dtype):
    experiment = default_experiment(LOSS.name, parameters={"options": policy}, dtype=dtype)
    (_, *others), positions = experiment.tensor("input"), [-3.0, 0.1, 2.7]
    swept = sweep(experiment, tensor="input", element=0, positions=positions)
    moved = [{**dict(experiment.tensors), "input": [position, *others]} for position in positions]
    alone = [unscaled_gradient(replace(experiment, tensors=tensors)) for tensors in moved]

    assert swept.losses.tolist() == [point.loss for point in alone]
    assert swept.gradients["input"].tolist() == [point.gradients["input"].tolist() for point in alone]


@over_policies
def test_a_chunked_mean_of_nothing_has_no_gradient_where_the_unchunked_has_0(policy):
    # Ran on torch 2.13: the one place where they differ, and so the sign that PyTorch was given the options.
    tensors = {"input": [1.0, -0.5], "linear_weight": [[1.5, -1.0], [0.5, 2.0]], "target": 0}
    chunked, whole = (
        Experiment(LOSS.name, tensors, {"ignore_index": 0, "options": options}) for options in (policy, UNCHUNKED)
    )

    assert np.isnan(unscaled_gradient(chunked).gradients["input"]).all()
    assert np.isnan(sweep(chunked, tensor="input", element=0, positions=[1.0]).gradients["input"]).all()
    assert unscaled_gradient(whole).gradients["input"].tolist() == [0.0, 0.0]


@over_policies
def test_the_program_names_the_policy(policy):
    text = program(default_experiment(LOSS.name, parameters={"options": policy}), "…")

    assert f', options=torch.nn.LinearCrossEntropyOptions(acc_policy="{policy}"))' in text


@over_policies
def test_with_label_smoothing_pytorch_would_ignore_the_options_and_is_not_given_them(policy):
    # With them it warns (torch 2.13), and here every warning is an error.
    smoothed = {"label_smoothing": 0.25}
    chunked, whole = (
        default_experiment(LOSS.name, parameters=smoothed | options) for options in ({"options": policy}, {})
    )

    assert unscaled_gradient(chunked).printed == unscaled_gradient(whole).printed
    assert program(chunked, "…") == program(whole, "…")
