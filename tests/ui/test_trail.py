"""A trail in the address: read back as it was written, never longer than it may be, and hostile until parsed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.experiment import Experiment
from gradlab.ui.live_chart.views.trail import MOST_POINTS, Trail, experiment_at, point_of, read_trail

THREE = Trail((((2.5,), (2.0,), (1.6,)),))
TWO_RUNS = Trail((((2.5,), (2.0,)), ((-3.0,), (-2.4,), (-1.92,))))

numbers = st.floats(allow_nan=False, allow_infinity=False)


def walked(*points: float) -> Trail:
    trail = Trail()
    for start, end in pairwise(points):
        trail = trail.stepped((start,), (end,))
    return trail


def test_the_address_writes_the_points_in_order():
    assert THREE.text == "2.5~2.0~1.6"
    assert TWO_RUNS.text == "2.5~2.0~~-3.0~-2.4~-1.92"
    assert Trail((((5.0, 1.0), (4.5, 1.5)),)).text == "5.0_1.0~4.5_1.5"


@given(points=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12))
def test_what_is_written_is_read_back_exactly(points):
    trail = Trail((tuple(points),))

    assert read_trail(trail.text, 2) == trail


def test_a_step_from_where_the_last_one_ended_goes_on_and_one_from_elsewhere_begins_a_run():
    assert walked(2.5, 2.0, 1.6) == THREE
    assert walked(2.5, 2.0).stepped((-3.0,), (-2.4,)).stepped((-2.4,), (-1.92,)) == TWO_RUNS


def test_undoing_goes_back_a_step_at_a_time_to_where_each_began():
    trail, seen = TWO_RUNS, []
    while trail.runs:
        trail, point = trail.undone()
        seen.append((trail.text, point))

    assert seen == [("2.5~2.0~~-3.0~-2.4", (-2.4,)), ("2.5~2.0", (-3.0,)), ("", (2.5,))]


def test_a_step_was_taken_at_every_point_but_the_last_of_a_run():
    assert TWO_RUNS.starts == [(2.5,), (-3.0,), (-2.4,)]


def test_the_oldest_points_make_room():
    trail = walked(*map(float, range(MOST_POINTS + 5)))

    assert trail.points == [(float(number),) for number in range(5, MOST_POINTS + 5)]


def test_a_trail_of_many_long_numbers_is_kept_short_enough_for_a_link():
    trail, point = Trail(), (0.1234567890123456,) * 16
    for step in range(1, 20):
        after = (point[0] + step,) * 16
        trail, point = trail.stepped(point, after), after

    assert len(trail.text) <= 2000
    assert trail.points[-1] == point
    assert read_trail(trail.text, 16) == trail


@pytest.mark.parametrize(
    "text",
    [
        "1.0", "1.0~", "~1.0~2.0", "1.0~2.0~~", "1.0~2.0~~3.0", "1.0~~2.0", "nan~1.0", "inf~1.0", "1e999~1.0",
        "1.0~2.0_3.0", "1,0~2.0", " 1.0~2.0", "１~２", "0x1~2", "1.0~<b>", "~", "_", "1__2~3", "1.0 ~2.0", "1.0~2.0\n",
        "~".join(["1.0"] * (MOST_POINTS + 1)), "1.0~" + "2" * 3000,
    ],
)  # fmt: skip
def test_a_text_that_is_no_trail_is_none(text):
    assert read_trail(text, 1) is None


@pytest.mark.parametrize("size", [1, 3])
def test_a_trail_of_points_of_another_size_is_none(size):
    assert read_trail("1.0_2.0~1.5_2.5", size) is None


def test_no_text_is_no_trail():
    assert read_trail("", 1) == Trail()


def test_a_point_holds_all_that_is_differentiated_and_goes_back_into_its_tensors():
    experiment = Experiment("mse_loss", {"input": [5.0, 1.0], "target": [3.0, 1.5]}, requires_grad=("input", "target"))

    assert point_of(experiment) == (5.0, 1.0, 3.0, 1.5)
    moved = experiment_at(experiment, (4.0, 2.0, 0.0, 0.5))
    assert (moved.tensor("input"), moved.tensor("target")) == ((4.0, 2.0), (0.0, 0.5))
