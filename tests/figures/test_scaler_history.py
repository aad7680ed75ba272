"""The picture of many steps: S as powers of two, crosses where a step was skipped, the weight before and after each."""

import numpy as np
import pytest

from gradlab.figures.scaler_history import plot_history

WORDS = {"scale": "S", "weight": "w", "step": "step"}
SCALES = np.array([4.0, 2.0, 2.0])
SKIPPED = np.array([True, False, False])
WEIGHTS = np.array([[5.0, 1.0], [5.0, 1.0], [4.0, 0.5], [np.nan, 0.0]])


def test_s_is_drawn_as_a_power_of_two_for_each_step_with_a_cross_where_it_was_skipped():
    scale, crosses, *_ = plot_history(SCALES, SKIPPED, WEIGHTS, WORDS, scaled=True)["data"]
    assert (list(scale["x"]), list(scale["y"])) == ([1, 2, 3], [2, 1, 1])
    assert (list(crosses["x"]), list(crosses["y"]), crosses["marker"]["symbol"]) == ([1], [2], "x")


def test_each_element_of_the_weight_has_a_line_of_its_own_from_before_the_first_step():
    *_, first, second, crosses = plot_history(SCALES, SKIPPED, WEIGHTS, WORDS, scaled=True)["data"]
    assert first["y"] == [5.0, 5.0, 4.0, None]
    np.testing.assert_array_equal(second["y"], WEIGHTS[:, 1])
    assert list(first["x"]) == [0, 1, 2, 3]
    assert first["line"]["dash"] != second["line"]["dash"]
    assert list(crosses["x"]) == [1]


def test_without_a_scaler_there_is_only_the_weight():
    figure = plot_history(np.ones(3), np.zeros(3, bool), WEIGHTS, WORDS, scaled=False)
    assert len(figure["data"]) == 3
    assert "yaxis2" not in figure["layout"]


@pytest.mark.parametrize("scaled", [True, False])
def test_a_loop_that_broke_off_at_once_is_an_empty_picture(scaled):
    figure = plot_history(np.array([]), np.array([], bool), WEIGHTS[:1], WORDS, scaled=scaled)
    assert list(figure["data"][-2]["x"]) == [0]
