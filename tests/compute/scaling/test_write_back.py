"""From the step to the weight: what a narrow weight swallows."""

from fractions import Fraction
from math import inf

import pytest

from gradlab.compute.scaling import Pipeline, receipt
from tests.compute.scaling.pipelines import on_devices, tiny
from tests.compute.scaling.rounding import rounded

ONE = {"weight": [1.0], "inputs": [[1.0]]}

# w = 1 and g = 1: w − η, rounded by the definition of the format.
over_rates = pytest.mark.parametrize("rate", [1e-3, 2e-4, 2.0**-9, 0.1, 1e-8, 3e-8])


@on_devices
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@over_rates
def test_the_weight_is_rounded_as_its_format_does(device, dtype, rate):
    stage = receipt(Pipeline(**ONE, weight_dtype=dtype, learning_rate=rate, device=device)).stage("write_back")

    # PyTorch subtracts in float32 (the learning rate too is one) and rounds to a narrower weight.
    in_float32 = rounded(1 - Fraction(rounded(rate, "float32")), "float32")
    assert stage.after.item() == rounded(in_float32, dtype)


@on_devices
@pytest.mark.parametrize(("dtype", "rate"), [("bfloat16", 1e-3), ("float16", 2e-4), ("float32", 1e-9)])
def test_a_step_too_small_for_the_weight_is_swallowed(device, dtype, rate):
    result = receipt(Pipeline(**ONE, weight_dtype=dtype, learning_rate=rate, device=device))
    stage = result.stage("write_back")

    assert (stage.before.tolist(), stage.after.tolist(), stage.damage) == ([1.0], [1.0], "swallowed")
    assert result.step.tolist() == [-rate]
    assert result.ratio.tolist() == [0.0]


def test_a_float32_weight_takes_the_step_that_a_bfloat16_weight_swallows():
    # Why mixed precision keeps a master copy: P. Micikevicius et al., Mixed Precision Training, 2018, section 3.1.
    stage = receipt(Pipeline(**ONE, learning_rate=1e-3)).stage("write_back")

    assert stage.after == pytest.approx([0.999])
    assert stage.damage is None


def test_at_zero_nothing_is_swallowed():
    assert receipt(tiny(1e-8, learning_rate=1.0)).damaged == ()
    assert receipt(tiny(1e-8, weight=(1.0,), learning_rate=1.0)).stage("write_back").damage == "swallowed"


def test_a_step_that_arrives_in_part_was_rounded():
    # Below 1 bfloat16's numbers are 2⁻⁸ apart: 0.005 is 1.28 of them, and 1 of them arrives.
    stage = receipt(Pipeline(**ONE, weight_dtype="bfloat16", learning_rate=0.005)).stage("write_back")

    assert (stage.after.tolist(), stage.severity) == ([1 - 2.0**-8], "rounding")
    assert stage.factor == pytest.approx([2.0**-8 / 0.005])


def test_without_a_scaler_an_infinite_gradient_reaches_the_weight():
    pipeline = Pipeline(operation="linear", autocast="float16", inputs=[[6e4], [6e4]], reduction="sum")
    result = receipt(pipeline)

    assert result.stage("backward").after.tolist() == [inf]
    assert [stage.damage for stage in result.damaged] == ["overflow", "not_finite"]
    assert result.weight.tolist() == [-inf]
