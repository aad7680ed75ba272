"""The picture of the main job: the loss as one element moves, and the tangent whose slope is the gradient."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

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


def plot_loss_curve(curve: LossCurve) -> go.Figure:
    """The loss over one element, with the target as a dashed vertical. Values that are not finite leave a gap."""
    colour = PALETTE["light"]
    y = np.where(np.isfinite(curve.y), curve.y, np.nan)
    line = {"color": colour["curve"], "width": 3, "simplify": False}
    axis = {"gridcolor": colour["grid"], "zeroline": False, "ticks": "", "automargin": False, "fixedrange": True}
    layout = {
        "template": "none",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "margin": {"l": 70, "r": 20, "t": 8, "b": 40},
        "xaxis": {**axis, "title": {"text": curve.x_title, "standoff": 4}, "range": curve.x_range},
        "yaxis": {**axis, "title": {"text": curve.y_title, "standoff": 4}, "range": curve.y_range},
        "shapes": [] if curve.target is None else [_target_line(curve, colour["target"])],
    }
    # In one piece: Plotly takes four times as long to update a figure as to make it.
    return go.Figure(
        [{"type": "scatter", "x": curve.x, "y": y, "mode": "lines", "line": line, "meta": "curve"}], layout
    )


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
    colour = PALETTE["light"]
    if np.isfinite(loss) and np.isfinite(slope):
        low, high = figure.layout.xaxis.range
        ends = np.array([x - (high - low) / 6, x + (high - low) / 6])
        line = {"color": colour["tangent"], "width": 4}
        figure.add_scatter(x=ends, y=loss + slope * (ends - x), mode="lines", line=line, meta="tangent")
    if np.isfinite(loss):
        marker = {"color": colour["tangent"], "size": 16, "line": {"color": colour["page"], "width": 2}}
        figure.add_scatter(x=[x], y=[loss], mode="markers", marker=marker, meta="point")
    return figure
