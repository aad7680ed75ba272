"""The judge of slopes where the dtype rounds: what float64 has and the dtype lost is not taken for the slope."""

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, Verdict, slopes, sweep
from gradlab.compute.experiment import DTYPES
from tests.compute.experiments import (
    SINGULAR,
    default_experiment,
    over_movable,
)


@pytest.mark.parametrize("dtype", DTYPES)
def test_slopes_are_measured_in_float64_whatever_the_dtype(dtype):
    coarse, exact = (
        slopes(default_experiment("sin", dtype=computed_in), tensor="A", element=0, positions=[0.1, 2.7])
        for computed_in in (dtype, "float64")
    )

    np.testing.assert_equal(coarse.__dict__, exact.__dict__)


def with_precision(name: str, dtype: str, tensor: str, positions: list[float], **tensors) -> list[Verdict]:
    experiment = Experiment(name, tensors, dtype=dtype)
    moving = {"tensor": tensor, "element": 0, "positions": positions}
    return [Verdict(code) for code in slopes(experiment, **moving, shown=sweep(experiment, **moving)).verdict]


def test_a_nan_of_float32_that_float64_does_not_have_is_the_precisions():
    # exp(100) overflows float32 and not float64, where the loss is 100 and its slope -1.
    made = {"input": [-100.0], "target": [1.0]}

    assert with_precision("soft_margin_loss", "float32", "input", [-100.0, 1.0], **made) == [
        Verdict.PRECISION,
        Verdict.SLOPE,
    ]
    assert with_precision("soft_margin_loss", "float64", "input", [-100.0], **made) == [Verdict.SLOPE]


def test_a_slope_that_float16_rounds_to_nothing_is_the_precisions():
    # sigmoid(12) is 1 in float16, so its slope is 0 there; it is 6.1e-6 (mpmath).
    assert with_precision("sigmoid", "float16", "A", [12.0, 1.0], A=[1.0]) == [Verdict.PRECISION, Verdict.SLOPE]


@pytest.mark.parametrize("dtype", DTYPES)
@over_movable
def test_ordinary_rounding_is_no_verdict(name, tensor, dtype):
    if name in SINGULAR or dtype not in LOSSES[name].dtypes or dtype in ("float16", "bfloat16"):
        return
    experiment = default_experiment(name, dtype=dtype)
    tensor = experiment.requires_grad[0]
    moving = {"tensor": tensor, "element": 0, "positions": LOSSES[name].tensor(tensor).slider.positions[::3]}
    found = slopes(experiment, **moving, shown=sweep(experiment, **moving))

    assert (found.verdict == Verdict.PRECISION).mean() <= 0.05
