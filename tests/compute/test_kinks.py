"""Corners are found where calculus has them, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, sweep
from gradlab.compute.kinks import MOST, kinks
from gradlab.compute.slopes import slopes
from tests.compute.experiments import default_experiment, over_losses


def found(experiment: Experiment, positions, element: int = 0) -> list[float]:
    moving = {"tensor": LOSSES[experiment.loss].primary.name, "element": element, "positions": positions}
    exact = replace(experiment, dtype="float64")
    return kinks(exact, sweep(exact, **moving), slopes(exact, **moving).kink)


# |x - y| has its corner at y (any calculus textbook), wherever the positions are.
@pytest.mark.parametrize("target", [0.0, 0.5, 0.1234567891, -1 / 3, 2.999])
def test_a_corner_is_found_on_and_between_positions(target):
    experiment = Experiment("l1_loss", {"input": [1.0], "target": [target]})
    assert found(experiment, np.linspace(-3, 3, 61)) == [pytest.approx(target, abs=1e-9)]


def test_every_corner_is_found_in_order():
    # The mean of |A[0]| and |A[1]| as A[1] moves has one corner; the order of the positions does not matter.
    experiment = Experiment("abs", {"A": [0.0, 2.0]})
    assert found(experiment, [3.0, -0.25, 1.0, -2.0, 0.75], element=1) == [pytest.approx(0.0, abs=1e-9)]


@pytest.mark.parametrize("name", ["square", "exp", "sin", "sigmoid", "huber_loss", "log", "sqrt"])
def test_where_the_slope_only_bends_or_ends_there_is_no_corner(name):
    experiment = default_experiment(name)
    assert found(experiment, LOSSES[name].primary.slider.positions) == []


@over_losses
def test_what_is_found_has_two_slopes(name):
    experiment = default_experiment(name)
    positions = LOSSES[name].primary.slider.positions
    corners = found(experiment, positions)
    assert len(corners) <= MOST
    for corner in corners:
        measured = slopes(experiment, tensor=LOSSES[name].primary.name, element=0, positions=[corner])
        assert measured.left[0] != pytest.approx(measured.right[0], rel=1e-6, abs=1e-6)
        assert min(positions) <= corner <= max(positions)
