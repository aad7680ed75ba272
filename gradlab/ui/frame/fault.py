"""Where something raises in spite of everything: the page says so, and a button brings back what was there before."""

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from gradlab.ui.frame.presentation import current_words
from gradlab.ui.frame.session import session


def catch_faults() -> None:
    """Have every error of this session, in callbacks and fragments too, shown as a sentence from now on."""
    context = get_script_run_ctx()
    context.on_script_error = _show
    sessions = getattr(runtime.get_instance(), "_session_mgr", None)  # there are none in a test of the page alone
    if sessions:
        # A callback runs before the page does, with what the session gave it.
        sessions.get_session_info(context.session_id).session._on_script_error = _show


def note_good_state() -> None:
    """The page has been drawn: this is what a fault goes back to."""
    session().page.good = session().page.state


def _show(error: Exception) -> bool:  # noqa: ARG001 - how Streamlit calls it; what was raised stands in the log
    words = current_words()["fault"]
    st.error(words["sentence"], icon=":material/warning:")
    with ThreadState.scoped(fragment_id=None):  # where a part of the page has raised, the button runs all of it
        st.button(words["restore"], key="restore", type="primary", on_click=_restore)
    return True


def _restore() -> None:
    page = session().page
    page.enter()  # what was drawn before has gone from the browser, and would come back at its default
    page.forget(set(page.values) - set(page.good))
    session().give(page.good)
