"""A fragment may ask for more than itself: the whole page is run again."""

import streamlit as st

from gradlab.ui.frame.history import is_outdated


def ask_for_whole_page() -> None:
    """The picture runs by itself; what it asked for concerns more than the picture."""
    st.session_state["whole_page"] = True


def run_whole_page_if_asked() -> None:
    """Begin the whole page again, where a callback of the picture has asked for it, or has hidden that it must."""
    if st.session_state.pop("whole_page", False) or is_outdated():
        st.rerun()
