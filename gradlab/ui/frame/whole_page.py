"""A fragment may ask for more than itself: the whole page is run again."""

import streamlit as st

from gradlab.ui.frame.session import in_fragment, session


def ask_for_whole_page() -> None:
    """The picture runs by itself; what it asked for concerns more than the picture."""
    session().whole_page_asked = True


def run_whole_page_if_asked() -> None:
    """A fragment runs: begin the whole page again where a callback has asked for it, or a widget outside has changed.

    Streamlit sends what the chart asks for and what a widget says at the same moment as one message, and runs the chart
    alone.
    """
    session().hear()
    if in_fragment() and (session().whole_page_asked or session().unanswered):
        st.rerun()
