"""Corners are found where calculus has them, and nowhere else."""

import numpy as np
import pytest

from gradlab import LOSSES, Experiment
from gradlab.compute.kinks import MOST, kinks
from gradlab.compute.slopes import slopes
from tests.compute.experiments import default_experiment, over_losses


def found(experiment: Experiment, positions, element: int = 0) -> list[float]:
    moving = {"tensor": LOSSES[experiment.loss].primary.name, "element": element}
    return kinks(experiment, **moving, judged=slopes(experiment, **moving, positions=positions))


# By calculus, from closer together than a step of the slider is divided once to a billionth of it.
@pytest.mark.parametrize(
    ("formula", "corners"),
    [
        ("relu(A - 0.01) - relu(A - 0.011)", [0.01, 0.011]),
        ("clamp(A, 0.012, 0.0120001)", [0.012, 0.0120001]),
        ("abs(A - 0.01) + abs(A - 0.0100001)", [0.01, 0.0100001]),
        ("where(A > 0.333, 1, 0) + A", [0.333]),
        ("abs(A - 0.3) + abs(A - 0.301)", [0.3, 0.301]),
        ("relu(A + 0.0001) - relu(A)", [-0.0001, 0.0]),
        ("sqrt(abs(A - 0.123))", [0.123]),
        ("exp(A)*abs(A - 0.1234)", [0.1234]),
        ("abs(sin(3*A))", [k * np.pi / 3 for k in range(-4, 4)]),
    ],
)
def test_corners_between_positions_are_found_however_close_together(formula, corners):
    experiment = Experiment("expression", {"A": [1.0]}, {"expression": formula})

    np.testing.assert_allclose(found(experiment, np.round(np.arange(-5, 5.01, 0.05), 2)), corners, atol=1e-12)


@pytest.mark.parametrize(
    "formula",
    ["sin(30*A)", "sigmoid((A - 0.02)/0.0001)", "sqrt((A - 0.01)**2 + 1e-12)", "1e7 + sin(A)", "(1e7 + sin(A)) - 1e7"],
)
def test_a_bend_is_no_corner_however_sharp(formula):
    experiment = Experiment("expression", {"A": [1.0]}, {"expression": formula})

    assert found(experiment, np.round(np.arange(-5, 5.01, 0.05), 2)) == []


# |x - y| has its corner at y (any calculus textbook), wherever the positions are.
@pytest.mark.parametrize("target", [0.0, 0.5, 0.1234567891, -1 / 3, 2.999])
def test_a_corner_is_found_on_and_between_positions(target):
    experiment = Experiment("l1_loss", {"input": [1.0], "target": [target]})
    assert found(experiment, np.linspace(-3, 3, 61)) == [pytest.approx(target, abs=1e-9)]


def test_every_corner_is_found_in_order():
    # The mean of |A[0]| and |A[1]| as A[1] moves has one corner; the order of the positions does not matter.
    experiment = Experiment("abs", {"A": [0.0, 2.0]})
    assert found(experiment, [3.0, -0.25, 1.0, -2.0, 0.75], element=1) == [pytest.approx(0.0, abs=1e-9)]


@pytest.mark.parametrize("name", ["square", "exp", "sin", "sigmoid", "huber_loss", "log"])
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
        assert measured.kink[0]
        assert min(positions) <= corner <= max(positions)
