"""The loss over two elements as a surface in space, with the lines of equal loss on it."""

import numpy as np

from gradlab.figures.axes import ends_of, fitted_range, round_levels
from gradlab.figures.frame import Figure
from gradlab.figures.palette import PALETTE

# The first element runs to the right and the second to the back, as on the map beside it.
_CAMERA = {"eye": {"x": 0.75, "y": -1.55, "z": 0.85}, "center": {"x": 0, "y": 0, "z": -0.14}}


def surface_figure(
    x: np.ndarray, y: np.ndarray, losses: np.ndarray, *, shown: float, x_title: str, y_title: str, z_title: str
) -> Figure:
    """The surface over the same grid as `contour_figure`, in its colours and over its range of losses."""
    colour = PALETTE["light"]
    low, high = fitted_range(losses.ravel(), shown)
    start, end, size = round_levels(low, high)
    lines = {"show": True, "start": start, "end": end, "size": size, "color": colour["curve"], "width": 1}
    surface = {
        "type": "surface",
        "cmin": low,
        "cmax": high,
        "contours": {"z": {**lines, "highlight": False}, "x": {"highlight": False}, "y": {"highlight": False}},
        "colorscale": [[0, colour["low"]], [1, colour["high"]]],
        "lighting": {"ambient": 0.75, "diffuse": 0.45, "specular": 0.05, "roughness": 0.9},
        "showscale": False,
        "hoverinfo": "skip",
        "meta": "curve",
    }
    axis = {"zeroline": False, "showspikes": False, "showbackground": False, "nticks": 5}
    scene = {
        "xaxis": {**axis, "title": {"text": x_title}, "range": ends_of(x)},
        "yaxis": {**axis, "title": {"text": y_title}, "range": ends_of(y)},
        "zaxis": {**axis, "title": {"text": z_title}, "range": [low, high]},
        "aspectmode": "manual",
        "aspectratio": {"x": 1, "y": 1, "z": 0.7},
        "camera": _CAMERA,
        "dragmode": "turntable",
        "hovermode": False,
    }
    layout = {"showlegend": False, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "scene": scene}
    return {"data": [surface], "layout": layout}
