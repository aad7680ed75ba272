"""What PyTorch does beside a formula is said where it does it, and nowhere else."""

from itertools import product

import numpy as np
import pytest
from mpmath import mp, mpf

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.remarks import remarks
from tests.compute.experiments import MOVABLE, default_experiment

WITH_NONE = [movable for movable in MOVABLE if not LOSSES[movable[0]].remarks]
# Of both ends, what is next to nothing beside them, and what is not.
NUMBERS = [0.0, 1e-44, 1e-30, 1e-13, 1e-11, 0.5, 1 - 2.0**-24, 1.0]
PAIRS = list(product(NUMBERS, [0.0, 0.25, 1.0]))


def clamped(x: float, y: float) -> mpf:
    """The loss with every logarithm at least -100 (the documentation of torch.nn.BCELoss)."""
    logarithms = [max(mp.log(p), mpf(-100)) if p else mpf(-100) for p in (mpf(x), 1 - mpf(x))]
    return -(mpf(y) * logarithms[0] + (1 - mpf(y)) * logarithms[1])


def experiment(x: float, y: float) -> Experiment:
    return Experiment("binary_cross_entropy", {"input": [x], "target": [y]})


def held_at(x: float, y: float) -> dict[str, bool]:
    found = remarks(experiment(0.5, y), tensor="input", element=0, positions=[x])
    return {name: where.item() for name, where in found.items()}


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_the_clamp_is_said_where_a_logarithm_is_below_it(x, y):
    assert unscaled_gradient(experiment(x, y)).loss == pytest.approx(float(clamped(x, y)), rel=1e-12)
    assert held_at(x, y)["log_clamp"] == (x in (0.0, 1e-44, 1.0))


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_the_divisor_is_said_where_it_is_not_the_formulas(x, y):
    divisor = max(mpf(x) * (1 - mpf(x)), mpf("1e-12"))

    assert unscaled_gradient(experiment(x, y)).gradients["input"].item() == pytest.approx(float((mpf(x) - y) / divisor))
    assert held_at(x, y)["divisor_floor"] == (mpf(x) * (1 - mpf(x)) < mpf("1e-12"))


def test_outside_of_the_domain_nothing_is_said():
    found = remarks(experiment(0.5, 1.0), tensor="input", element=0, positions=[-1.0, 0.0, 2.0])

    assert found["log_clamp"].tolist() == [False, True, False]


@pytest.mark.parametrize(("name", "tensor"), WITH_NONE)
def test_a_loss_without_a_remark_has_none(name, tensor):
    assert remarks(default_experiment(name), tensor=tensor, element=0, positions=np.array([0.5])) == {}
