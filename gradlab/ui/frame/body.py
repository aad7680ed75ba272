"""The body of a page: all below the header. A change on the page runs its body alone, not header and navigation."""

from collections.abc import Callable
from functools import wraps

import streamlit as st
from streamlit.errors import FragmentHandledException

from gradlab.ui.frame.address import write_address
from gradlab.ui.frame.fault import note_good_state
from gradlab.ui.frame.session import in_fragment, session


def body(draw: Callable[[], None]) -> Callable[[], None]:
    """Have what a page draws be its body."""

    @st.fragment
    @wraps(draw)  # Streamlit tells fragments apart by their names
    def drawn() -> None:
        """Draw it by itself, or with the page around it where that has changed too."""
        if in_fragment() and not session().begin_body():
            st.rerun()
        try:
            draw()
        except FragmentHandledException:
            return  # one within has shown its error; Streamlit would show and log it once more
        write_address()
        note_good_state()

    return drawn
