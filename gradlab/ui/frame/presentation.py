"""How the page is presented: in which language (`?lang=ja`, otherwise the browser's), and whether on a projector."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gradlab.text import LANGUAGES, nearest
from gradlab.text import words as words_of
from gradlab.ui.frame.address import parameter, set_parameter


def current_language() -> str:
    """The language of this run, `"en"` or `"ja"`."""
    return parameter("lang", LANGUAGES) or nearest(st.context.locale)


def current_words() -> Mapping[str, Any]:
    """The words of this run's language."""
    return words_of(current_language())


def keep_place_for_page() -> None:
    """Keep a place in the header for the button a page has of its own. The frame calls it, in the header."""
    st.session_state["place_for_page"] = st.container(width="content", key="place-for-page")


def place_for_page() -> DeltaGenerator:
    """The place in the header that the frame has kept in this run."""
    return st.session_state["place_for_page"]


def projector_switch(words: Mapping[str, Any]) -> None:
    """Draw the switch for large type and nothing but the picture; it goes into the address as `?view=projector`."""
    st.session_state["projector"] = in_projector_view()
    st.toggle(
        words["app"]["projector"],
        key="projector",
        on_change=lambda: set_parameter("view", "projector" if st.session_state["projector"] else None),
    )


def in_projector_view() -> bool:
    """Whether the page is shown on a projector."""
    return parameter("view", ("projector",)) is not None


def language_picker(words: Mapping[str, Any]) -> None:
    """Draw the picker; a choice goes into the address."""
    st.session_state["language"] = current_language()
    st.segmented_control(
        words["app"]["language"],
        LANGUAGES,
        key="language",
        format_func=lambda code: words_of(code)["name"],
        label_visibility="collapsed",
        required=True,
        on_change=lambda: set_parameter("lang", st.session_state["language"]),
    )
