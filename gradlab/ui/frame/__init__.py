"""The frame around every page: its style, its view, and the way to the other pages."""

from pathlib import Path

import streamlit as st

from gradlab.ui.frame.navigation import navigation
from gradlab.ui.frame.page_change import enter_page
from gradlab.ui.frame.presentation import in_projector_view

__all__ = ["enter_page", "frame", "navigation"]

_FILE = Path(__file__).with_name("frame")
_component = st.components.v2.component(
    "gradlab_frame",
    **{part: _FILE.with_suffix(f".{part}").read_text(encoding="utf-8") for part in ("css", "js")},
    isolate_styles=False,  # it is the page that is styled
)


def frame() -> None:
    """Give the page the frame's style, and tell styles which view it is in."""
    view = "projector" if in_projector_view() else "page"
    # A mapping: for a bare text Streamlit would import pandas and pyarrow, 70 MB, to look at it.
    # Its only message runs the page; there is nothing else to do.
    _component(key="frame", data={"view": view}, default={"leaving": ""}, on_leaving_change=lambda: None)
