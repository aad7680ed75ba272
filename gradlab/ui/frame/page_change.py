"""Going from one page to another: each is found again as it was left, in the same language and view."""

from collections.abc import Mapping

import streamlit as st

from gradlab.ui.frame.address import noted_state

# How the reader sees every page.
_PRESENTATION = ("lang", "view")

# What a page keeps from when it was opened, or shows until the reader goes on, and what it can undo.
_KEPT = ("opened_with", "opened_state", "notices", "history")


def enter_page(name: str) -> None:
    """Before a page is drawn: where it is another than in the last run, put away what that one has kept."""
    session, before = st.session_state, st.session_state.get("page", name)
    if before != name:
        session[f"kept by {before}"] = {key: session.pop(key) for key in _KEPT if key in session}
        session.update(session.get(f"kept by {name}", {}))
    session["page"] = name


def address_of(name: str) -> Mapping[str, str]:
    """What the address of a page says when the reader goes there: the page as it was left, as they see this one.

    Streamlit empties the address on the way to another page, but for what the link there says.
    """
    state = {key: str(value) for key, value in noted_state(name).items()}
    return state | {key: st.query_params[key] for key in _PRESENTATION if key in st.query_params}
