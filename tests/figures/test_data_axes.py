"""The axes of data points have room for every point, and say which is which."""

import plotly.graph_objects as go
import pytest

from gradlab.figures.data_axes import data_axes, padded


@pytest.mark.parametrize("offered", [(-5.0, 5.0), (0.0, 1.0), (-5.0, 15.0)])
def test_a_point_at_either_end_has_room_and_most_of_the_axis_is_the_points(offered):
    low, high = padded(offered)

    assert low < offered[0] < offered[1] < high
    assert (offered[1] - offered[0]) / (high - low) > 0.9


def test_each_axis_has_its_name_and_range_and_shows_its_zero():
    layout = go.Figure(**data_axes(x_title="x", y_title="y", x_range=(-5.0, 5.0), y_range=(-4.0, 9.0))).layout

    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("x", "y")
    assert (layout.xaxis.range, layout.yaxis.range) == ((-5.0, 5.0), (-4.0, 9.0))
    assert layout.xaxis.zeroline
    assert layout.yaxis.zeroline


def test_nothing_is_drawn_in_them():
    assert data_axes(x_title="x", y_title="y", x_range=(0.0, 1.0), y_range=(0.0, 1.0))["data"] == []
