"""A guessed slope is judged by what PyTorch gives, and a mistake is called by the name a teacher would give it."""

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.guess import JUDGEMENTS, judge, mistakes

BOWL = Experiment("square", {"A": [3.0]})
MEAN = Experiment("mse_loss", {"input": [5.0, 1.0, -2.0, 0.0], "target": [3.0, 1.5, -2.5, 1.0]})


def test_the_mistakes_of_a_square_at_three_are_what_they_are_on_paper():
    # (A**2)' = 2A = 6
    assert mistakes(BOWL, tensor="A", element=0) == pytest.approx(
        {"sign": -6, "half": 3, "double": 12, "upside_down": 1 / 6, "mean": 6, "loss": 9, "position": 3}
    )


def test_a_forgotten_mean_is_the_slope_of_the_sum():
    # 2 (5 − 3) = 4, of which the mean of four takes a quarter
    assert mistakes(MEAN, tensor="input", element=0)["mean"] == 4
    assert judge(4.0, 1.0, mistakes(MEAN, tensor="input", element=0), tolerance=0.1) == "mean"


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        (6.05, "right"), (-6.0, "sign"), (3.0, "half"), (12.0, "double"), (0.2, "upside_down"), (9.0, "loss"),
        (-1.0, "direction"), (7.5, "steep"), (1.5, "flat"), (0.0, "flat"),
    ],
)  # fmt: skip
def test_a_guess_is_called_what_it_is(guess, said):
    assert judge(guess, 6.0, mistakes(BOWL, tensor="A", element=0), tolerance=0.1) == said
    assert said in JUDGEMENTS


def test_a_line_that_was_left_level_is_no_mistake_that_gives_nearly_nothing():
    # 1/6 of a run over a rise is as near to 0 as the slider can tell.
    assert judge(0.0, 6.0, mistakes(BOWL, tensor="A", element=0), tolerance=0.5) == "flat"


def test_a_mistake_that_gives_the_slope_itself_is_no_mistake():
    there = Experiment("exp", {"A": [1.0]})  # its slope is its own value
    slope = 2.718281828459045
    assert judge(slope, slope, mistakes(there, tensor="A", element=0), tolerance=0.01) == "right"
    assert judge(slope + 0.015, slope, mistakes(there, tensor="A", element=0), tolerance=0.01) == "steep"


def test_where_the_slope_is_0_nothing_is_divided_by_it():
    flat = Experiment("square", {"A": [0.0]})
    assert "upside_down" not in mistakes(flat, tensor="A", element=0)
    assert judge(2.0, 0.0, mistakes(flat, tensor="A", element=0), tolerance=0.1) == "steep"
