"""The axes of the derivative as a curve."""

import plotly.graph_objects as go

from gradlab.figures.palette import PALETTE


def plot_slope_axes(*, x_title: str, y_title: str) -> go.Figure:
    """The axes of the slope over one element. The curve in them is drawn where the numbers are, in the live chart."""
    colour = PALETTE["light"]
    axis = {"gridcolor": colour["grid"], "zeroline": False, "ticks": "", "automargin": False, "fixedrange": True}
    layout = {
        "template": "none",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "margin": {"l": 70, "r": 20, "t": 8, "b": 40},
        "xaxis": {**axis, "title": {"text": x_title, "standoff": 4}},
        "yaxis": {**axis, "title": {"text": y_title, "standoff": 4}, "zeroline": True, "zerolinewidth": 1.5},
    }
    return go.Figure(layout=layout)
