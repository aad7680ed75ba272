"""The examples one click away, and the way back. Each is a whole state of the page, as a link would give it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.ui.address import OWN, leave_experiment, restore, set_parameter
from gradlab.ui.notices import clear_notices
from gradlab.ui.state import whole_state

CHIPS: Mapping[str, Mapping[str, Any]] = {
    "tutorial": {"loss": "times_five"},
    "square": {"loss": "square"},
    "corner": {"loss": "abs"},
    "edge": {"loss": "sqrt", "A0": 0.0},
    "mse": {"loss": "mse_loss", "elements": 3},
    "cross_entropy": {"loss": "cross_entropy"},
}


def chips(words: Mapping[str, Any]) -> None:
    """Draw a button for each example."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chips"):
        st.markdown(words["try"], width="content")
        for name in CHIPS:
            st.button(words["chips"][name], key=f"chip-{name}", on_click=_open, args=(name,), width="content")


def reset_button(words: Mapping[str, Any]) -> None:
    """Draw the button that goes back to what the link gave."""
    st.button(words["reset"], key="reset", help=words["reset_help"], icon=":material/undo:", on_click=_reset)


def _open(name: str) -> None:
    clear_notices()
    leave_experiment()
    restore(whole_state(CHIPS[name]))


def _reset() -> None:
    clear_notices()
    for name in OWN:
        set_parameter(name, st.session_state["opened_with"].get(name))
    restore(st.session_state["opened_state"])
