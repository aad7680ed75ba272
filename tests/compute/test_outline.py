"""A curve between its slider's positions: where calculus bends it, and gaps where it jumps."""

import numpy as np
import pytest

from gradlab import Experiment, sweep
from gradlab.compute.outline import between

GRID = np.round(np.arange(-2, 2.01, 0.05), 2)
SEEN = (-3.0, 3.0)


def outline(formula: str, kinks=()) -> tuple[np.ndarray, np.ndarray]:
    experiment = Experiment("expression", {"A": [1.0]}, {"expression": formula})
    return between(experiment, sweep(experiment, tensor="A", element=0, positions=GRID), seen=SEEN, kinks=kinks)


@pytest.mark.parametrize("formula", ["A", "A**2/4", "sin(A)", "abs(A)", "relu(A)"])
def test_nothing_is_added_where_straight_lines_look_the_same(formula):
    assert len(outline(formula)[0]) == 0


# Each as NumPy has it, and where it bends: at the end of its domain, a pole, a corner off the grid.
BENT = {
    "log(A)": (np.log, 0.0),
    "sqrt(A)": (np.sqrt, 0.0),
    "0.1/A": (lambda x: 0.1 / x, 0.0),
    "3*abs(A - 0.123)": (lambda x: 3 * np.abs(x - 0.123), 0.123),
}


@pytest.mark.parametrize("formula", BENT)
def test_the_curve_is_followed_closely_where_it_bends(formula):
    truth, bend = BENT[formula]
    x, y = outline(formula)

    there = np.isfinite(y)
    dense = np.linspace(bend + 0.006, bend + 0.5, 1000)
    dense = dense[(truth(dense) > SEEN[0]) & (truth(dense) < SEEN[1])]
    every = np.concatenate([x[there], GRID[bend < GRID]])
    drawn = np.interp(dense, np.sort(every), truth(np.sort(every)))

    np.testing.assert_allclose(y[there], truth(x[there]), rtol=1e-6, atol=1e-6)
    assert np.abs(drawn - truth(dense)).max() < (SEEN[1] - SEEN[0]) / 150
    assert len(x) < 150


@pytest.mark.parametrize(
    ("formula", "kinks", "jump"), [("where(A > 0.333, 1, 0)", [0.333], 0.333), ("0.01/(A - 0.123)", [], 0.123)]
)
def test_a_jump_between_two_positions_is_a_gap(formula, kinks, jump):
    x, y = outline(formula, kinks)

    assert x[np.isnan(y)] == pytest.approx(jump, abs=0.05 / 100)


def test_a_steep_curve_is_none():
    _, y = outline("3*sigmoid((A - 0.02)/0.0001)")
    assert not np.isnan(y).any()
