"""The picture of the stages: every number where it belongs, and the range it has to pass through."""

import numpy as np
import pytest

from gradlab.figures.stage_magnitudes import Decades, Range, Stages, decades_of, plot_stages

FLOAT16 = Range(2.0**-24, 2.0**-14, 65504.0)  # IEEE 754-2019, binary16
WORDS = {"magnitude": "size"}
NUMBERS = [np.array([3.0, -4.0]), np.array([np.inf, 0.0]), np.array([5.0])]
STAGES = Stages(["first", "second", "third"], NUMBERS, [0, 2, 1], [None, FLOAT16, None])


def drawn(stages: Stages = STAGES) -> dict:
    return plot_stages(stages, decades_of(stages.flat, stages.formats), WORDS)


def test_a_number_is_drawn_at_its_power_of_ten():
    assert Decades(-9, 6).heights(np.array([1.0, -1e3, 1e-8])).tolist() == pytest.approx([0, 3, -8])


def test_zero_inf_and_nan_have_a_lane_each():
    decades = Decades(-9, 6)
    zero, infinite, minus, nan = decades.heights(np.array([0.0, np.inf, -np.inf, np.nan]))
    assert decades.span[0] < zero < decades.low < decades.high < infinite == minus < nan < decades.span[1]


def test_the_axis_holds_every_finite_number_and_the_format_in_use():
    decades = decades_of(np.array([1e-30, np.inf, 0.0, np.nan]), [FLOAT16])
    assert 10.0**decades.low <= 1e-30
    assert 10.0**decades.high >= FLOAT16.largest
    assert decades_of(np.array([1.0]), [FLOAT16]) == Decades(-8, 5)
    assert decades_of(np.array([1.0]), [None]).high < 4


def test_elements_are_joined_each_with_its_own_and_samples_with_their_one_gradient():
    assert STAGES.lines == [0, 2, None, 1, 3, None, 2, 4, None, 3, 4, None]


def test_how_bad_a_stage_is_shows_in_shape_and_colour():
    marker = drawn()["data"][-1]["marker"]
    assert marker["symbol"] == ["circle", "circle", "x", "x", "diamond"]
    assert len(set(marker["color"])) == 3


def test_a_format_is_shaded_in_the_columns_it_is_in_use_and_nowhere_else():
    bands = {trace["meta"]: trace for trace in drawn()["data"] if "fill" in trace}
    assert {(min(band["x"]), max(band["x"])) for band in bands.values()} == {(0.5, 1.5)}
    edges = {role: (min(band["y"]), max(band["y"])) for role, band in bands.items()}
    assert edges["triangle"] == pytest.approx((np.log10(2.0**-14), np.log10(65504)))
    assert edges["target"] == pytest.approx((np.log10(2.0**-24), np.log10(2.0**-14)))
    assert not [trace for trace in drawn(Stages(["a"], [np.ones(1)], [0], [None]))["data"] if "fill" in trace]


def test_the_lanes_are_named_on_the_axis_and_inside_the_picture():
    axis = drawn()["layout"]["yaxis"]
    assert (axis["ticktext"][0], axis["ticktext"][-2:]) == ("0", ["inf", "nan"])
    assert axis["range"][0] < axis["tickvals"][0] < axis["tickvals"][-1] < axis["range"][1]
