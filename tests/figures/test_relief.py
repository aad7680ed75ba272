"""The map and the surface: the same losses over the same grid, in the same colours, at the same round levels."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from gradlab.figures.axes import fitted_range
from gradlab.figures.contour import contour_figure
from gradlab.figures.palette import PALETTE
from gradlab.figures.surface import surface_figure

X, Y = np.linspace(-5, 5, 11), np.linspace(0, 3, 7)
BOWL = X**2 + Y[:, None] ** 2
HOLED = np.where(X < 0, np.nan, BOWL)
HOLED[0, -1] = np.inf


def drawn(losses: np.ndarray, shown: float = 1.0):
    """The trace of the map, that of the surface, and both layouts."""
    given = {"x": X, "y": Y, "losses": losses, "shown": shown, "x_title": "A[0]", "y_title": "A[1]"}
    contour, surface = (
        go.Figure(**figure) for figure in (contour_figure(**given), surface_figure(**given, z_title="loss"))
    )
    return contour.data[0], surface.data[0], contour.layout, surface.layout.scene


@pytest.mark.parametrize("losses", [BOWL, HOLED], ids=["bowl", "holed"])
def test_the_grid_itself_is_not_sent_a_second_time(losses):
    for trace in drawn(losses)[:2]:
        assert (trace.x, trace.y, trace.z) == (None, None, None)


def test_the_first_element_runs_across_and_the_second_up():
    _, _, flat, scene = drawn(BOWL)
    for layout in (flat, scene):
        assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("A[0]", "A[1]")
        assert (list(layout.xaxis.range), list(layout.yaxis.range)) == ([-5, 5], [0, 3])


def test_both_have_the_same_colours_for_the_same_losses():
    contour, surface, _, scene = drawn(BOWL)
    low, high = fitted_range(BOWL.ravel(), 1.0)

    assert (contour.zmin, contour.zmax) == (surface.cmin, surface.cmax) == tuple(scene.zaxis.range) == (low, high)
    ends = ((0, PALETTE["light"]["low"]), (1, PALETTE["light"]["high"]))
    assert contour.colorscale == surface.colorscale == ends


def test_both_have_the_same_lines_of_equal_loss():
    contour, surface, _, _ = drawn(BOWL)
    on_map, in_space = contour.contours, surface.contours.z

    assert (on_map.start, on_map.end, on_map.size) == (in_space.start, in_space.end, in_space.size)
    assert contour.zmin <= on_map.start < on_map.end <= contour.zmax
    assert on_map.showlabels


def test_the_loss_at_the_point_is_within_the_colours():
    # One point in 77 lies far above: it would be left outside.
    spike = BOWL.copy()
    spike[3, 3] = 1e6

    assert drawn(spike)[0].zmax < 1e6
    assert drawn(spike, shown=1e6)[0].zmax >= 1e6


@pytest.mark.parametrize("losses", [np.full_like(BOWL, np.nan), np.zeros_like(BOWL)], ids=["nothing", "flat"])
def test_there_is_a_picture_where_there_is_nothing_to_see(losses):
    contour, surface, _, _ = drawn(losses, shown=losses[0, 0])

    assert contour.zmin < contour.zmax
    assert 0 < contour.contours.size <= contour.zmax - contour.zmin
    assert surface.cmin < surface.cmax


def test_both_are_texts_and_numbers_that_json_has():
    given = {"x": X, "y": Y, "losses": HOLED, "shown": 1.0, "x_title": "", "y_title": ""}
    for figure in (contour_figure(**given), surface_figure(**given, z_title="")):
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
