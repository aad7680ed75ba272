"""A chart as a web page in one file, for a class without internet: Plotly.js is inside, and makes it 5 MB."""

from html import escape
from pathlib import Path
from string import Template

import plotly.graph_objects as go

_PAGE = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))


def chart_page(figure: go.Figure, *, title: str, sentence: str, link: str, language: str) -> str:
    """The whole page, with what the chart shows said above and below it, and the link it comes from.

    Unlike on the live page, the pointer reads values off the curve, and a drag zooms. All words are plain text.
    """
    own = go.Figure(figure)
    own.update_layout(hovermode="closest", dragmode="zoom", font={"size": 15}, margin={"t": 24, "b": 56})
    own.update_xaxes(fixedrange=False)
    own.update_yaxes(fixedrange=False)
    own.update_traces(hovertemplate="(%{x}, %{y})<extra></extra>")
    chart = own.to_html(full_html=False, include_plotlyjs=True, config={"displaylogo": False, "responsive": True})
    words = {"title": title, "sentence": sentence, "link": link, "language": language}
    return _PAGE.substitute({name: escape(text) for name, text in words.items()}, chart=chart)
