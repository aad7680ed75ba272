"""The pictures of a training: every number in its place, those that are not finite left out, nothing clipped."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.figures.palette import PALETTE
from gradlab.figures.signed_log import signed_log
from gradlab.figures.training_lanes import LANES, Run, lane_axes, plot_lanes
from gradlab.figures.training_pictures import plot_classes, plot_loss_map, plot_points, plot_values

WORDS = {lane: lane for lane in (*LANES, "axis")}
NUMBERS = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=20)


@given(NUMBERS)
def test_every_finite_number_lies_on_its_axis_and_larger_ones_higher(numbers):
    values = np.sort(np.array(numbers))
    axis = signed_log(values)
    heights = axis.heights(values)
    finite = np.isfinite(values)

    assert (np.isfinite(heights) == finite).all()
    assert (np.diff(heights[finite]) >= 0).all()
    assert ((heights[finite] >= axis.range[0]) & (heights[finite] <= axis.range[1])).all()
    assert all(axis.range[0] <= tick <= axis.range[1] for tick in axis.ticks)


def test_ticks_are_round_numbers_at_their_own_height():
    axis = signed_log(np.array([-300.0, 300.0, 0.5, 0.5, 0.5]))
    by_label = dict(zip(axis.labels, axis.ticks, strict=True))

    assert by_label["0"] == 0
    assert by_label["−100"] == pytest.approx(axis.heights(np.array([-100.0]))[0])
    assert by_label["100"] == -by_label["−100"]


def test_an_axis_of_less_than_ten_times_has_ticks_between_powers_of_ten_and_ends_where_its_numbers_do():
    axis = signed_log(np.array([13.4, 7.0, 2.3]))
    top = axis.heights(np.array([13.4]))[0]

    assert set(axis.labels) <= {"0", "1", "2", "5", "10"}
    assert len(axis.labels) >= 3
    assert top < axis.range[1] < 1.1 * top + 0.1


@given(NUMBERS)
def test_no_label_of_an_axis_stands_on_another(numbers):
    axis = signed_log(np.array(numbers))

    assert (np.diff(axis.ticks) >= 0.2 * (axis.range[1] - axis.range[0])).all()


def run_of(gradient: np.ndarray, given: np.ndarray, skipped: tuple[int, ...] = ()) -> Run:
    steps = len(gradient)
    mask = np.isin(np.arange(steps), skipped)
    loss = np.linspace(4.0, 1.0, steps)[:, None]
    return Run({"loss": loss, "gradient": gradient, "given": given, "moved": -0.1 * given}, mask, ("w", "b"))


GRADIENT = np.array([[-3.0, 1.0], [2.0, 0.5], [np.inf, 0.1], [-0.5, 0.0]])


def drawn(run: Run, beside: Run | None = None) -> dict:
    return plot_lanes(run, beside, lane_axes([each for each in (run, beside) if each]), WORDS)


def test_what_was_given_is_grey_where_it_is_the_gradient_and_coloured_where_it_is_not():
    other = GRADIENT.copy()
    other[3] = 7.0
    lane = [trace for trace in drawn(run_of(GRADIENT, other))["data"] if trace["yaxis"] == "y3"]
    coloured = [trace for trace in lane if trace["meta"] == "target"]

    assert [point is not None for point in coloured[1]["y"]] == [False, False, True, True]
    assert [trace["meta"] for trace in lane] == ["ghost", "target"] * 2


def test_a_number_that_is_not_finite_leaves_a_gap_and_the_figure_is_json():
    figure = drawn(run_of(GRADIENT, GRADIENT))
    (first, _) = [trace for trace in figure["data"] if trace["yaxis"] == "y2"]

    assert [point is None for point in first["y"]] == [False, False, True, False]
    json.dumps(figure, allow_nan=False)


def test_a_skipped_step_is_marked_in_the_lane_of_steps():
    (marks,) = [trace for trace in drawn(run_of(GRADIENT, GRADIENT, (2,)))["data"] if trace["mode"] == "markers"]

    assert (marks["x"], marks["yaxis"], marks["marker"]["symbol"]) == ([2], "y4", "x")


def test_the_gradient_and_what_was_given_share_an_axis_so_that_they_can_be_compared():
    figure = drawn(run_of(GRADIENT, 1000 * GRADIENT))

    assert figure["layout"]["yaxis2"]["range"] == figure["layout"]["yaxis3"]["range"]


def test_the_run_beside_is_behind_and_grey():
    figure = drawn(run_of(GRADIENT, GRADIENT), run_of(2 * GRADIENT, GRADIENT))
    lane = [trace["meta"] for trace in figure["data"] if trace["yaxis"] == "y2"]

    assert lane == ["ghost", "ghost", "tangent", "tangent"]


def test_every_colour_is_a_role_of_the_palette():
    points = np.array([[0.0, 1.0], [1.0, 0.0]])
    titles = {"x_title": "x", "y_title": "y"}
    figures = [
        drawn(run_of(GRADIENT, GRADIENT)),
        plot_points(points[0], points[1], **titles),
        plot_classes(points, np.array([0.0, 1.0]), **titles),
        plot_values(points, **titles),
    ]

    assert {trace["meta"] for figure in figures for trace in figure["data"]} <= set(PALETTE["light"])


def test_the_two_classes_have_different_shapes():
    figure = plot_classes(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0.0, 1.0]), x_title="", y_title="")

    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 2


def test_a_map_leaves_out_what_is_not_finite():
    losses = np.array([[1.0, np.inf], [np.nan, 4.0]])
    figure = plot_loss_map(np.arange(2.0), np.arange(2.0), losses, x_title="w", y_title="b")

    assert figure["data"][0]["z"] == [[1.0, None], [None, 4.0]]
