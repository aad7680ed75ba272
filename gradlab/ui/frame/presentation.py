"""How the page is presented: in which language (`?lang=ja`, otherwise the browser's), and whether on a projector."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from gradlab.text import LANGUAGES, nearest
from gradlab.text import words as words_of
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.session import frame_parameter, on_change, session

PROJECTOR = "projector"
_LANGUAGE, _PROJECTOR = "language", PROJECTOR  # the keys of the widgets


def present() -> None:
    """A run begins: how the page is presented is as the session has it, or the link with which the session began."""
    frame_parameter("lang", OneOf(tuple(LANGUAGES)), "")
    frame_parameter("view", OneOf((PROJECTOR,)), "")


def current_language() -> str:
    """The language of this run, `"en"` or `"ja"`."""
    return session().frame.values.get("lang") or nearest(st.context.locale)


def current_words() -> Mapping[str, Any]:
    """The words of this run's language."""
    return words_of(current_language())


def header_button(draw: Callable[[], None]) -> None:
    """Have `draw` draw the button that the page has in the header: once with the header, and when it is pressed."""
    session().draw_button = draw


@st.fragment
def draw_header_button() -> None:
    """Draw that button, once the page has said it. Pressing it runs only this."""
    if draw := session().draw_button:
        draw()


def in_projector_view() -> bool:
    """Whether the page is shown on a projector."""
    return session().frame.values.get("view") == PROJECTOR


def projector_switch(words: Mapping[str, Any]) -> None:
    """Draw the switch for large type and nothing but the picture; it goes into the address as `?view=projector`."""
    st.toggle(
        words["app"]["projector"],
        key=_shown(_PROJECTOR, OneOf((True, False)), in_projector_view()),
        on_change=on_change(_PROJECTOR, _switched),
    )


def full_screen_button(words: Mapping[str, Any]) -> None:
    """Draw the button that fills a projector's screen. A browser allows that only to a press: its script hears it."""
    if in_projector_view():
        st.button("", icon=":material/fullscreen:", key="full-screen", help=words["app"]["full_screen"])


def language_picker(words: Mapping[str, Any]) -> None:
    """Draw the picker; a choice goes into the address."""
    names = {words_of(code)["name"]: code for code in LANGUAGES}  # the same in every language
    st.segmented_control(
        words["app"]["language"],
        LANGUAGES,
        key=_shown(_LANGUAGE, OneOf(tuple(LANGUAGES), names), current_language()),
        format_func=lambda code: words_of(code)["name"],
        label_visibility="collapsed",
        required=True,
        on_change=on_change(_LANGUAGE, _chosen),
    )


def _shown(key: str, expected: OneOf, value: Any) -> str:
    """The key of a widget that shows what the session holds elsewhere."""
    own = session()
    frame_parameter(key, expected, value, key=key, in_address=False)
    own.frame.give({key: value}, own.run)
    return own.frame.show(key, (), st.session_state)


def _switched() -> None:
    values = session().frame.values
    values["view"] = PROJECTOR if values[_PROJECTOR] else ""


def _chosen() -> None:
    values = session().frame.values
    values["lang"] = values[_LANGUAGE]
