"""The loss over two elements as lines of equal loss, as on a map."""

import numpy as np
import plotly.graph_objects as go

from gradlab.figures.axes import fitted_range, round_levels
from gradlab.figures.frame import axis, layout
from gradlab.figures.palette import PALETTE


def plot_contour(
    x: np.ndarray, y: np.ndarray, losses: np.ndarray, *, shown: float, x_title: str, y_title: str
) -> go.Figure:
    """The lines at round losses, each with its number. x `[N]`, y `[M]`, losses `[M, N]`, those not finite left empty.

    shown: the loss at the point, which the range of the colours holds whatever else it leaves out.
    """
    colour = PALETTE["light"]
    low, high = fitted_range(losses.ravel(), shown)
    start, end, size = round_levels(low, high)
    contour = {
        "type": "contour",
        "x": x,
        "y": y,
        "z": np.where(np.isfinite(losses), losses, np.nan),
        "zmin": low,
        "zmax": high,
        "autocontour": False,
        "contours": {"start": start, "end": end, "size": size, "showlabels": True, "labelfont": {"size": 11}},
        "colorscale": [[0, colour["low"]], [1, colour["high"]]],
        "line": {"color": colour["curve"], "width": 1},
        "showscale": False,
        "connectgaps": False,
        "meta": "curve",
    }
    bare = {"showgrid": False, "ticks": "outside"}
    xaxis, yaxis = axis(x_title, range=[x[0], x[-1]], **bare), axis(y_title, range=[y[0], y[-1]], **bare)
    return go.Figure([contour], layout(xaxis, yaxis, margin={"l": 52, "r": 26, "t": 26, "b": 40}))
