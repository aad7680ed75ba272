"""Plotly.js itself, for a page that is to need no internet."""

from plotly.offline import get_plotlyjs


def plotly_script() -> str:
    """The text that puts `Plotly` into a page: 5 MB, as plotly for Python brings it along."""
    return get_plotlyjs()
