"""The axes of data points and of a line through them."""

from gradlab.figures.frame import Figure, axis, layout

Range = tuple[float, float]

_PADDING = 0.04


def padded(offered: Range) -> Range:
    """A range with room for a point at either end of it."""
    low, high = offered
    room = _PADDING * (high - low)
    return low - room, high + room


def data_axes(*, x_title: str, y_title: str, x_range: Range, y_range: Range) -> Figure:
    """The axes over which data points can lie. Points and line are drawn where the numbers are, in the live chart."""
    zero = {"zeroline": True, "zerolinewidth": 1}
    xaxis, yaxis = axis(x_title, range=x_range, **zero), axis(y_title, range=y_range, **zero)
    return {"data": [], "layout": layout(xaxis, yaxis, margin={"l": 48, "r": 12, "t": 8, "b": 40})}
