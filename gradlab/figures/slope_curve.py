"""The axes of the derivative as a curve."""

from gradlab.figures.frame import Figure, axis, layout


def slope_axes(*, x_title: str, y_title: str) -> Figure:
    """The axes of the slope over one element. The curve in them is drawn where the numbers are, in the live chart."""
    return {"data": [], "layout": layout(axis(x_title), axis(y_title, zeroline=True, zerolinewidth=1.5))}
