"""The unscaled gradient in every dtype, and where the loss ends: values as PyTorch could keep them."""

import math

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, slopes, sweep, unscaled_gradient
from gradlab.compute.experiment import DTYPES
from tests.compute.experiments import (
    EPSILON,
    REDUCED_CASES,
    default_experiment,
    differentiable,
    on_devices,
    rounded,
)
from tests.compute.matrix import over

over_reductions_and_dtypes = over(
    "name, reduction, dtype",
    dict.fromkeys(
        (name, reduction, dtype)
        for name, _, reduction in REDUCED_CASES
        if reduction != "none"
        for dtype in LOSSES[name].dtypes
    ),
)


@on_devices
@over_reductions_and_dtypes
def test_every_dtype_gives_the_exact_gradient_to_its_own_precision(name, reduction, dtype, device):
    fields = {"reduction": reduction, "requires_grad": differentiable(LOSSES[name])}
    result = unscaled_gradient(default_experiment(name, (3,), dtype=dtype, device=device, **fields))
    # The exact gradient at the values the dtype could keep.
    exact = unscaled_gradient(Experiment(name, kept_tensors(name, result), **fields)).gradients

    for tensor, gradient in result.gradients.items():
        np.testing.assert_allclose(gradient, exact[tensor], rtol=4 * EPSILON[dtype], atol=4 * EPSILON[dtype])


def kept_tensors(name: str, result) -> dict[str, np.ndarray]:
    of_classes = {argument.name for argument in LOSSES[name].tensors if argument.kind == "class_index"}
    return {tensor: value.astype(int if tensor in of_classes else float) for tensor, value in result.tensors.items()}


@on_devices
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_result_carries_the_values_as_the_dtype_rounded_them(dtype, device):
    result = unscaled_gradient(Experiment("square", {"A": [0.1, -2.7, 1000.3]}, dtype=dtype, device=device))

    for kept, given_value in zip(result.tensors["A"], [0.1, -2.7, 1000.3], strict=True):
        mantissa, exponent = math.frexp(given_value)
        # Round to the bits of the significand (epsilon is the last of them); ties do not occur here.
        steps = 2 / EPSILON[dtype]
        assert kept == math.ldexp(round(mantissa * steps) / steps, exponent)


def test_a_number_too_large_for_the_dtype_is_kept_as_infinity():
    # 65504 is the largest float16 (IEEE 754).
    assert unscaled_gradient(Experiment("square", {"A": 70000.0}, dtype="float16")).tensors["A"] == math.inf


# Value and gradient where mathematics has none, as PyTorch 2.13 gives them (torch docs, "Autograd mechanics").
NOT_FINITE = [
    ("log", -1.0, "float64", math.nan, -1.0),
    ("log", 0.0, "float64", -math.inf, math.inf),
    ("sqrt", 0.0, "float64", 0.0, math.inf),
    ("sqrt", -1.0, "float64", math.nan, math.nan),
    ("exp", 11.0, "float16", *[float(np.float16(math.exp(11)))] * 2),
    ("exp", 12.0, "float16", math.inf, math.inf),
    ("exp", 12.0, "bfloat16", *rounded([math.exp(12)] * 2, "bfloat16")),
]


def test_every_target_ignored_leaves_a_mean_of_nothing_and_no_gradient():
    # Ran on torch 2.13 (gradients.md 2.1): the mean is nan, its gradient 0; the sum is 0. A sweep says the same.
    experiment = Experiment("cross_entropy", {"input": [2.0, 1.0], "target": 0}, {"ignore_index": 0})
    swept = sweep(experiment, tensor="input", element=0, positions=[2.0])

    for result in (unscaled_gradient(experiment), swept):
        assert result.gradients["input"].ravel().tolist() == [0.0, 0.0]
    assert math.isnan(unscaled_gradient(experiment).loss)
    assert np.isnan(swept.losses).all()


def test_below_eps_the_gradient_in_var_is_not_the_slope():
    # gradients.md 2.1: PyTorch raises var to eps out of the gradient's sight. The loss is constant there.
    at = {"tensors": {"input": 0.5, "target": 0.0, "var": 0.25}, "parameters": {"eps": 0.5}, "requires_grad": "var"}
    experiment = Experiment("gaussian_nll_loss", **at)

    assert slopes(experiment, tensor="var", element=0, positions=[0.25]).central.tolist() == [0.0]
    # (1/u - (x - y)²/u²) / 2 at u = eps = 0.5, as if var could still move it.
    assert unscaled_gradient(experiment).gradients["var"] == (2.0 - 1.0) / 2


@on_devices
@pytest.mark.parametrize(("name", "number", "dtype", "loss", "gradient"), NOT_FINITE)
def test_where_the_loss_ends_pytorchs_values_come_back(name, number, dtype, loss, gradient, device):
    result = unscaled_gradient(Experiment(name, {"A": number}, dtype=dtype, device=device))

    np.testing.assert_array_equal([result.loss, result.gradients["A"]], [loss, gradient])
