"""The live receipt: picture, rows and summary of a pipeline, redrawn in the browser at every step of the slider of S.

Like the live chart it is sent everything once, for every position of its slider, and sends nothing while that moves.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gradlab.ui.browser.plotly_bundle import plotly_bundle
from gradlab.ui.browser.scripts import bundle

_FOLDER = Path(__file__).parent
_KEY = "receipt"

# Scripts and numbers come apart, as for the live chart: what has not changed is sent once.
_code = st.components.v2.component(
    "gradlab_live_receipt_code",
    css=(_FOLDER / "style.css").read_text(encoding="utf-8"),
    js=bundle("live_receipt/main.js"),
    isolate_styles=False,
)
_component = st.components.v2.component(
    "gradlab_live_receipt",
    html=(_FOLDER / "frame.html").read_text(encoding="utf-8"),
    js=(_FOLDER / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def live_receipt_style() -> None:
    """Send its script and style, ahead of all it dresses: what is drawn before that would have to move."""
    _code(key="receipt-code")


def receipt_is_live() -> bool:
    """Whether the picture could be loaded in this reader's browser, as far as is known."""
    return not st.session_state.get(_KEY, {}).get("unavailable", False)


def live_receipt(
    message: str,
    *,
    own: int,
    scale: str,
    history: str,
    on_settled: Callable[[], None],
    on_unavailable: Callable[[], None],
) -> None:
    """Draw it.

    message: what it shows, for every scale, deflated. own: which of them is the page's. scale: the key of the slider
    of S. history: the second picture, or nothing.
    on_settled: called when S has come to rest elsewhere, where the second picture is open: it is the server's to draw.
    on_unavailable: called where Plotly could not be loaded.
    """
    _component(
        key=_KEY,
        data={"message": message, "own": own, "scale": scale, "history": history, "bundle": plotly_bundle()},
        default={"unavailable": False, "settled": ""},
        on_settled_change=on_settled,
        on_unavailable_change=on_unavailable,
    )
