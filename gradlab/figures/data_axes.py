"""The axes of data points and of a line through them."""

import plotly.graph_objects as go

from gradlab.figures.palette import PALETTE

Range = tuple[float, float]

_PADDING = 0.04


def padded(offered: Range) -> Range:
    """A range with room for a point at either end of it."""
    low, high = offered
    room = _PADDING * (high - low)
    return low - room, high + room


def plot_data_axes(*, x_title: str, y_title: str, x_range: Range, y_range: Range) -> go.Figure:
    """The axes over which data points can lie. Points and line are drawn where the numbers are, in the live chart."""
    colour = PALETTE["light"]
    axis = {"gridcolor": colour["grid"], "ticks": "", "automargin": False, "fixedrange": True}
    axis |= {"zeroline": True, "zerolinewidth": 1}
    layout = {
        "template": "none",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "margin": {"l": 48, "r": 12, "t": 8, "b": 40},
        "xaxis": {**axis, "title": {"text": x_title, "standoff": 4}, "range": x_range},
        "yaxis": {**axis, "title": {"text": y_title, "standoff": 4}, "range": y_range},
    }
    return go.Figure(layout=layout)
