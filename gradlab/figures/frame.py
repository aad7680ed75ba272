"""The frame every live chart draws in: axes that hold still, and nothing of Plotly's own that answers the mouse."""

from collections.abc import Mapping
from typing import Any

from gradlab.figures.palette import PALETTE

# Traces and layout as the browser is sent them: `{"data": […], "layout": {…}}`.
Figure = Mapping[str, Any]


def axis(title: str, **options: Any) -> dict[str, Any]:
    """An axis with a grid, its title close to it."""
    usual = {"gridcolor": PALETTE["light"]["grid"], "zeroline": False, "ticks": "", "automargin": False}
    return {**usual, "fixedrange": True, "title": {"text": title, "standoff": 4}, **options}


def layout(xaxis: Mapping[str, Any], yaxis: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """The layout around two axes. What moves is drawn over it in the browser, which listens to the pointer, too."""
    still = {"template": "none", "showlegend": False, "dragmode": False, "hovermode": False}
    margin = {"l": 70, "r": 20, "t": 8, "b": 40}
    return {**still, "margin": margin, "xaxis": xaxis, "yaxis": yaxis, **options}
