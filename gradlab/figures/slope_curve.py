"""The derivative as a curve: the slope of the loss at every position of one element."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gradlab.figures.palette import PALETTE


def plot_slope_curve(
    x: np.ndarray, slope: np.ndarray, *, kinks: Sequence[float], x_title: str, y_title: str
) -> go.Figure:
    """The slope over one element. x, slope `[N]`, in any order of x; values that are not finite leave a gap.

    At a kink there is no single slope, so the curve is broken there; what PyTorch returns at one is a dot of its own.
    """
    colour = PALETTE["light"]
    order = np.argsort(x, kind="stable")
    x, slope = x[order], np.where(np.isfinite(slope[order]), slope[order], np.nan)
    at_kink = np.isin(x, kinks)
    line = {"color": colour["tangent"], "width": 3, "simplify": False}
    axis = {"gridcolor": colour["grid"], "zeroline": False, "ticks": "", "automargin": False, "fixedrange": True}
    broken_x, broken = _broken(x, np.where(at_kink, np.nan, slope), kinks)
    traces = [{"type": "scatter", "x": broken_x, "y": broken, "mode": "lines", "line": line, "meta": "tangent"}]
    if at_kink.any():
        marker = {"color": colour["tangent"], "size": 8}
        dots = {"x": x[at_kink], "y": slope[at_kink], "mode": "markers", "marker": marker, "meta": "tangent"}
        traces.append({"type": "scatter", **dots})
    layout = {
        "template": "none",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "margin": {"l": 70, "r": 20, "t": 8, "b": 40},
        "xaxis": {**axis, "title": {"text": x_title, "standoff": 4}},
        "yaxis": {**axis, "title": {"text": y_title, "standoff": 4}, "zeroline": True, "zerolinewidth": 1.5},
    }
    return go.Figure(traces, layout)


def _broken(x: np.ndarray, slope: np.ndarray, kinks: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """The curve with a gap wherever a kink lies between two of its positions."""
    between = [kink for kink in kinks if kink not in x and x[0] < kink < x[-1]]
    at = np.searchsorted(x, between)
    return np.insert(x, at, between), np.insert(slope, at, np.nan)
