"""The frame around every page: its style, its view, and the way to the other pages."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from gradlab.ui.frame.address import address_code
from gradlab.ui.frame.document import document_route
from gradlab.ui.frame.navigation import navigation
from gradlab.ui.frame.presentation import current_language, in_projector_view
from gradlab.ui.frame.session import in_fragment, session

__all__ = ["address_code", "frame", "frame_style", "navigation", "session"]

_KEY = "frame"
_SCRIPT, _STYLE = (Path(__file__).with_name(f"frame.{kind}") for kind in ("js", "css"))
_component = st.components.v2.component(
    "gradlab_frame",
    js=_SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,  # it is the page that is styled
)


def frame_style(pages: Iterable[str]) -> None:
    """Send the frame's style, ahead of all it dresses, where the document has not brought it.

    A component's comes once that is there: all would have moved. pages: the first is the one the app opens with.
    """
    document_route(tuple(pages), _STYLE.read_text(encoding="utf-8"))
    st.html(_STYLE)


@st.fragment
def frame() -> None:
    """Tell the styles which page and view this is, and the browser its language.

    Before the reader leaves, the browser says so by a message that brings where its sliders stand, and waits for it to
    come back: only this is run for it.
    """
    if in_fragment():
        session().hear()
    view = "projector" if in_projector_view() else "page"
    leaving = str(st.session_state.get(_KEY, {}).get("leaving", ""))
    # A mapping: for a bare text Streamlit would import pandas and pyarrow, 70 MB, to look at it.
    data = {"page": session().name, "view": view, "language": current_language(), "leaving": leaving}
    _component(key=_KEY, data=data, default={"leaving": ""}, on_leaving_change=lambda: None)
