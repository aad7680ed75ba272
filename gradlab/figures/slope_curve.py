"""The axes of the derivative as a curve."""

import plotly.graph_objects as go

from gradlab.figures.frame import axis, layout


def plot_slope_axes(*, x_title: str, y_title: str) -> go.Figure:
    """The axes of the slope over one element. The curve in them is drawn where the numbers are, in the live chart."""
    return go.Figure(layout=layout(axis(x_title), axis(y_title, zeroline=True, zerolinewidth=1.5)))
