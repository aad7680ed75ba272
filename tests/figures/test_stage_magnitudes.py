"""The picture of the stages: every number where it belongs, and the range it has to pass through."""

import numpy as np
import pytest

from gradlab.figures.stage_magnitudes import Decades, Range, Stages, decades_of, plot_stages

FLOAT16 = Range(2.0**-24, 2.0**-14, 65504.0)  # IEEE 754-2019, binary16
WORDS = {"magnitude": "size", "range": "all", "digits": "some", "too_large": "inf", "too_small": "0"}
NUMBERS = [np.array([3.0, -4.0]), np.array([np.inf, 0.0]), np.array([5.0])]
STAGES = Stages(["first", "second", "third"], NUMBERS, [False, True, False], gate=1)


def drawn(stages: Stages = STAGES) -> dict:
    figure = plot_stages(stages, decades_of(stages.flat, FLOAT16), FLOAT16, WORDS)
    return {"traces": list(figure.data), "layout": figure.layout}


def test_a_number_is_drawn_at_its_power_of_ten():
    assert Decades(-9, 6).heights(np.array([1.0, -1e3, 1e-8])).tolist() == pytest.approx([0, 3, -8])


def test_zero_has_a_lane_below_everything_and_what_is_not_finite_one_above():
    decades = Decades(-9, 6)
    zero, infinite, minus, nan = decades.heights(np.array([0.0, np.inf, -np.inf, np.nan]))
    assert zero < decades.low
    assert infinite == minus == nan > decades.high


def test_the_axis_holds_the_range_and_every_finite_number():
    decades = decades_of(np.array([1e-30, np.inf, 0.0, np.nan]), FLOAT16)
    assert 10.0**decades.low <= 1e-30
    assert 10.0**decades.high >= FLOAT16.largest
    assert decades_of(np.array([1.0]), FLOAT16) == Decades(-8, 5)


def test_elements_are_joined_each_with_its_own_and_samples_with_their_one_gradient():
    assert STAGES.lines == [0, 2, None, 1, 3, None, 2, 4, None, 3, 4, None]


def test_the_points_of_a_stage_that_did_damage_have_another_shape():
    marker = drawn()["traces"][-1].marker
    assert list(marker.symbol) == ["circle", "circle", "x", "x", "circle"]
    assert len(set(marker.color)) == 2


@pytest.mark.parametrize(("gate", "walls"), [(None, 0), (1, 2)])
def test_the_range_is_walled_in_where_the_gradient_is_in_its_format(gate, walls):
    traces = drawn(Stages(STAGES.names, NUMBERS, STAGES.damaged, gate))["traces"]
    found = [trace for trace in traces if trace.meta == "ghost"]
    assert len(found) == walls
    for wall in found:
        assert (min(wall.x), max(wall.x)) == (0.5, 1.5)
        inside = (np.log10(FLOAT16.smallest), np.log10(FLOAT16.largest))
        assert not any(inside[0] < y < inside[1] for y in wall.y)


def test_the_bands_are_those_of_the_format():
    bands = {trace.meta: trace.y for trace in drawn()["traces"] if trace.fill and trace.meta != "ghost"}
    assert (min(bands["triangle"]), max(bands["triangle"])) == pytest.approx((np.log10(2.0**-14), np.log10(65504)))
    assert (min(bands["target"]), max(bands["target"])) == pytest.approx((np.log10(2.0**-24), np.log10(2.0**-14)))


def test_the_lanes_are_named_on_the_axis_and_inside_the_picture():
    axis = drawn()["layout"].yaxis
    assert (axis.ticktext[0], axis.ticktext[-1]) == ("0", "inf")
    assert axis.range[0] < axis.tickvals[0] < axis.tickvals[-1] < axis.range[1]
