"""The loss over two elements as lines of equal loss, as on a map."""

import numpy as np

from gradlab.figures.axes import ends_of, fitted_range, round_levels
from gradlab.figures.frame import Figure, axis, layout
from gradlab.figures.palette import PALETTE


def contour_figure(
    x: np.ndarray, y: np.ndarray, losses: np.ndarray, *, shown: float, x_title: str, y_title: str
) -> Figure:
    """The lines at round losses, each with its number, but for the grid itself: the browser has it, and fills it in.

    x `[N]`, y `[M]`, losses `[M, N]`.
    shown: the loss at the point, which the range of the colours holds whatever else it leaves out.
    """
    colour = PALETTE["light"]
    low, high = fitted_range(losses.ravel(), shown)
    start, end, size = round_levels(low, high)
    contour = {
        "type": "contour",
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
    xaxis, yaxis = axis(x_title, range=ends_of(x), **bare), axis(y_title, range=ends_of(y), **bare)
    return {"data": [contour], "layout": layout(xaxis, yaxis, margin={"l": 52, "r": 26, "t": 26, "b": 40})}
