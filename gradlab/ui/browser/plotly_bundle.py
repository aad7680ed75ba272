"""Plotly.js as Streamlit serves it."""

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def plotly_bundle() -> str:
    """Where Streamlit serves its own copy of Plotly.js, relative to the page; empty if it is not where it was.

    Importing that module sets `window.Plotly`. It is undocumented, so streamlit is pinned, a browser test guards it,
    and the page falls back to `st.plotly_chart`.
    """
    found = sorted((Path(st.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    return f"static/js/{found[0].name}" if found else ""
