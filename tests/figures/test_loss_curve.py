"""The picture: the curve with its gaps, the target, and a tangent whose slope is the gradient."""

import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gradlab.figures.loss_curve import (
    LossCurve,
    Point,
    add_one_sided_slopes,
    add_tangent,
    plot_loss_curve,
    plot_still_chart,
)
from gradlab.figures.palette import PALETTE

X = np.linspace(-5.0, 5.0, 11)
CURVE = LossCurve(x=X, y=X**2, x_range=(-5.0, 5.0), y_range=(-2.0, 27.0), x_title="A[0]", y_title="loss")

NOTHING = {
    "no positions": replace(CURVE, x=np.array([]), y=np.array([])),
    "nan everywhere": replace(CURVE, y=np.full(11, np.nan)),
    "infinite everywhere": replace(CURVE, y=np.full(11, np.inf)),
}


def trace(figure: go.Figure, role: str) -> go.Scatter | None:
    """The only trace of a role, or None."""
    found = [trace for trace in figure.data if trace.meta == role]
    assert len(found) <= 1
    return found[0] if found else None


def test_the_curve_goes_through_the_values():
    curve = trace(plot_loss_curve(CURVE), "curve")

    np.testing.assert_array_equal(curve.x, X)
    np.testing.assert_array_equal(curve.y, X**2)
    assert curve.mode == "lines"


def test_values_that_are_not_finite_leave_a_gap_where_they_are():
    y = np.array([np.nan, 1.0, np.inf, 3.0, -np.inf, 5.0])
    curve = trace(plot_loss_curve(replace(CURVE, x=np.arange(6.0), y=y)), "curve")

    np.testing.assert_array_equal(curve.x, np.arange(6.0))
    np.testing.assert_array_equal(curve.y, [np.nan, 1.0, np.nan, 3.0, np.nan, 5.0])
    assert not curve.connectgaps


def test_drawing_leaves_the_values_as_they_were():
    y = np.array([1.0, np.inf])
    plot_loss_curve(replace(CURVE, x=np.arange(2.0), y=y))

    np.testing.assert_array_equal(y, [1.0, np.inf])


def test_the_axes_have_the_given_titles_and_ranges():
    layout = plot_loss_curve(replace(CURVE, y_title="損失")).layout

    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("A[0]", "損失")
    assert (layout.xaxis.range, layout.yaxis.range) == ((-5.0, 5.0), (-2.0, 27.0))


@pytest.mark.parametrize("target", [3.0, 0.0, -5.0])
def test_the_target_is_a_labelled_vertical_line_across_the_picture(target):
    (line,) = plot_loss_curve(replace(CURVE, target=target, target_label="target 3.0")).layout.shapes

    assert (line.x0, line.x1) == (target, target)
    assert (line.yref, line.y0, line.y1) == ("y domain", 0, 1)
    assert (line.name, line.label.text) == ("target", "target 3.0")


def test_without_a_target_there_is_no_line():
    assert plot_loss_curve(CURVE).layout.shapes == ()


@pytest.mark.parametrize("target", [-4.0, 4.0])
def test_the_label_of_the_target_stays_inside_the_picture(target):
    # The label stands on the inner side of the line: its right end there where the line is on the right.
    (line,) = plot_loss_curve(replace(CURVE, target=target, target_label="target")).layout.shapes

    assert line.label.xanchor == {-4.0: "left", 4.0: "right"}[target]


@pytest.mark.parametrize("slope", [4.0, -0.25, 0.0, 1e-9, 1e9])
@pytest.mark.parametrize(("x", "loss"), [(2.0, 4.0), (-5.0, 0.0), (0.1, -7.5)])
def test_the_tangent_goes_through_the_point_with_the_given_slope(x, loss, slope):
    tangent = trace(add_tangent(plot_loss_curve(CURVE), x=x, loss=loss, slope=slope), "tangent")
    (left, right), (start, end) = tangent.x, tangent.y

    # Every difference is rounded to the size of what it is taken of.
    size = abs(loss) + abs(slope)
    assert left < x < right
    assert end - start == pytest.approx(slope * (right - left), abs=1e-14 * size)
    assert (start + end) / 2 == pytest.approx(loss, abs=1e-14 * size)


@pytest.mark.parametrize("width", [0.01, 10.0, 1e6])
def test_the_tangent_is_as_long_in_every_picture(width):
    figure = plot_loss_curve(replace(CURVE, x_range=(0.0, width)))
    left, right = trace(add_tangent(figure, x=0.0, loss=0.0, slope=1.0), "tangent").x

    assert (right - left) / width == pytest.approx(1 / 3)


def test_the_point_stands_at_the_loss():
    point = trace(add_tangent(plot_loss_curve(CURVE), x=2.0, loss=4.0, slope=4.0), "point")

    assert (list(point.x), list(point.y), point.mode) == ([2.0], [4.0], "markers")


@pytest.mark.parametrize("slope", [np.nan, np.inf, -np.inf])
def test_without_a_finite_slope_there_is_a_point_but_no_tangent(slope):
    figure = add_tangent(plot_loss_curve(CURVE), x=0.0, loss=0.0, slope=slope)

    assert trace(figure, "tangent") is None
    assert trace(figure, "point") is not None


@pytest.mark.parametrize("loss", [np.nan, np.inf, -np.inf])
def test_without_a_finite_loss_there_is_neither_point_nor_tangent(loss):
    figure = add_tangent(plot_loss_curve(CURVE), x=0.0, loss=loss, slope=1.0)

    assert [trace.meta for trace in figure.data] == ["curve"]


def test_a_tangent_is_added_to_the_figure_that_was_given():
    figure = plot_loss_curve(CURVE)

    assert add_tangent(figure, x=2.0, loss=4.0, slope=4.0) is figure


@pytest.mark.parametrize(("left", "right"), [(-1.0, 1.0), (0.0, 1.0), (-2.5, 0.25)])
def test_at_a_kink_each_side_has_its_own_slope_up_to_the_point(left, right):
    figure = add_one_sided_slopes(plot_loss_curve(CURVE), x=1.0, loss=3.0, left=left, right=right)
    on_the_left, on_the_right = trace(figure, "left"), trace(figure, "right")

    assert (on_the_left.x[1], on_the_left.y[1]) == (on_the_right.x[0], on_the_right.y[0]) == (1.0, 3.0)
    for line, slope in ((on_the_left, left), (on_the_right, right)):
        assert line.y[1] - line.y[0] == pytest.approx(slope * (line.x[1] - line.x[0]))
        assert line.x[0] < line.x[1]


@pytest.mark.parametrize(("left", "right", "drawn"), [(-np.inf, 1.0, {"right"}), (np.nan, np.nan, set())])
def test_a_side_without_a_finite_slope_has_no_line(left, right, drawn):
    figure = add_one_sided_slopes(plot_loss_curve(CURVE), x=0.0, loss=0.0, left=left, right=right)

    assert {trace.meta for trace in figure.data} == {"curve", "point"} | drawn


@pytest.mark.parametrize(("sides", "lines"), [(None, {"tangent"}), ((-1.0, 1.0), {"left", "right"})])
def test_a_still_chart_has_the_tangent_or_at_a_kink_both_sides(sides, lines):
    figure = plot_still_chart(CURVE, Point(0.0, 0.0, 0.0, sides))

    assert {trace.meta for trace in figure.data} == {"curve", "point"} | lines


@pytest.mark.parametrize("curve", NOTHING.values(), ids=NOTHING)
def test_a_curve_with_nothing_to_show_is_a_figure_with_its_axes(curve):
    figure = plot_loss_curve(curve)

    assert np.isnan(np.array(trace(figure, "curve").y, dtype=float)).all()
    assert figure.layout.xaxis.title.text == "A[0]"
    assert figure.layout.yaxis.range == (-2.0, 27.0)


@pytest.mark.parametrize("curve", [CURVE, *NOTHING.values()], ids=["a curve", *NOTHING])
def test_the_figures_json_is_one_a_browser_can_read(curve):
    # JSON (RFC 8259, section 6) has no NaN and no Infinity, and JSON.parse refuses them.
    refused = pytest.fail
    figure = add_tangent(plot_loss_curve(curve), x=2.0, loss=4.0, slope=4.0)

    assert json.loads(figure.to_json(), parse_constant=refused)["layout"]["xaxis"]["title"]["text"] == "A[0]"


def test_the_colours_are_those_of_their_roles():
    figure = plot_loss_curve(replace(CURVE, target=3.0))
    add_tangent(figure, x=2.0, loss=4.0, slope=4.0)
    (target,) = figure.layout.shapes

    worn = {trace.meta: trace.line.color for trace in figure.data[:2]} | {target.name: target.line.color}
    assert worn == {role: PALETTE["light"][role] for role in ("curve", "tangent", "target")}
