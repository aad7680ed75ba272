"""The picture of the main job: the loss as one element moves, and the tangent whose slope is the gradient."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gradlab.figures.frame import Figure, axis, layout
from gradlab.figures.palette import PALETTE


@dataclass(frozen=True)
class LossCurve:
    """What the picture shows. x, y `[N]`: the curve. target: where to draw the target, if anywhere."""

    x: np.ndarray
    y: np.ndarray
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_title: str
    y_title: str
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True)
class Point:
    """A point of the curve. slope: of the tangent there. sides: at a kink, the slopes on its left and right instead.

    returned: what autograd returns where that is not the slope of the curve.
    """

    x: float
    loss: float
    slope: float
    sides: tuple[float, float] | None = None
    returned: float | None = None


def curve_figure(curve: LossCurve) -> Figure:
    """The loss over one element, with the target as a dashed vertical, but for the numbers: the browser has them."""
    colour = PALETTE["light"]
    line = {"color": colour["curve"], "width": 3, "simplify": False}
    shapes = [] if curve.target is None else [_target_line(curve, colour["target"])]
    xaxis, yaxis = axis(curve.x_title, range=curve.x_range), axis(curve.y_title, range=curve.y_range)
    trace = {"type": "scatter", "mode": "lines", "line": line, "meta": "curve"}
    return {"data": [trace], "layout": layout(xaxis, yaxis, shapes=shapes)}


def plot_loss_curve(curve: LossCurve) -> go.Figure:
    """The same with its numbers. Values that are not finite leave a gap."""
    figure = curve_figure(curve)
    (trace,) = figure["data"]
    numbers = {"x": curve.x, "y": np.where(np.isfinite(curve.y), curve.y, np.nan)}
    return go.Figure([trace | numbers], figure["layout"])


def plot_still_chart(curve: LossCurve, point: Point) -> go.Figure:
    """The same with everything at one point in it: for where nothing moves."""
    figure = plot_loss_curve(curve)
    if point.returned is not None:
        _add_line(figure, "returned", (point.x, point.loss), point.returned, (-1, 1), dash="dot")
    if point.sides is None:
        return add_tangent(figure, x=point.x, loss=point.loss, slope=point.slope)
    left, right = point.sides
    return add_one_sided_slopes(figure, x=point.x, loss=point.loss, left=left, right=right)


def _target_line(curve: LossCurve, colour: str) -> dict:
    on_the_left = curve.target > sum(curve.x_range) / 2
    label = {
        "text": curve.target_label,
        "textangle": 0,
        "textposition": "end",
        "xanchor": "right" if on_the_left else "left",
        "yanchor": "top",
        "font": {"color": colour},
    }
    line = {"color": colour, "dash": "dash", "width": 2}
    at = {"x0": curve.target, "x1": curve.target, "y0": 0, "y1": 1, "yref": "y domain"}
    return {"type": "line", "name": "target", "line": line, "label": label, **at}


def add_tangent(figure: go.Figure, *, x: float, loss: float, slope: float) -> go.Figure:
    """Draw the point, and the tangent through it where both loss and slope are finite. Returns the same figure."""
    _add_line(figure, "tangent", (x, loss), slope, (-1, 1))
    return _add_point(figure, x, loss)


def add_one_sided_slopes(figure: go.Figure, *, x: float, loss: float, left: float, right: float) -> go.Figure:
    """Draw the point of a kink, and to each side of it a dashed line of that side's slope. Returns the same figure."""
    _add_line(figure, "left", (x, loss), left, (-1, 0), dash="dash")
    _add_line(figure, "right", (x, loss), right, (0, 1), dash="dash")
    return _add_point(figure, x, loss)


def _add_line(
    figure: go.Figure, role: str, point: tuple[float, float], slope: float, ends: tuple[int, int], dash: str = "solid"
) -> None:
    """A line through the point, `ends` sixths of the picture to each side; none where a number is not finite."""
    x, loss = point
    if np.isfinite(loss) and np.isfinite(slope):
        low, high = figure.layout.xaxis.range
        run = np.array(ends) * (high - low) / 6
        line = {"color": PALETTE["light"]["tangent"], "width": 4, "dash": dash}
        figure.add_scatter(x=x + run, y=loss + slope * run, mode="lines", line=line, meta=role)


def _add_point(figure: go.Figure, x: float, loss: float) -> go.Figure:
    colour = PALETTE["light"]
    if np.isfinite(loss):
        marker = {"color": colour["tangent"], "size": 16, "line": {"color": colour["page"], "width": 2}}
        figure.add_scatter(x=[x], y=[loss], mode="markers", marker=marker, meta="point")
    return figure
