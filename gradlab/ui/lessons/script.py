"""What a lesson does in the browser: keys and a clicker turn its pages, and its answers are a group with a name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_FILE = Path(__file__).with_name("lessons")
_KEY = "lesson-script"

Words = Mapping[str, Any]

_component = st.components.v2.component(
    "gradlab_lessons",
    js=_FILE.with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,  # it is the page that is styled
)


def lesson_style() -> None:
    """Send the style, ahead of all it dresses: what is drawn before that would have to move."""
    st.html(_FILE.with_suffix(".css"))


def lesson_script(question: str, words: Words, on_turn: Callable[[Any], None]) -> None:
    """Send it. words: those of the lessons.

    on_turn: called with "on" or "back"; it comes from a browser and may be anything.
    """
    # Texts alone: for a mapping within Streamlit would import pandas and pyarrow, 70 MB, to look at it.
    data = {"question": question, "back": words["step_back"], "onward": words["step_on"]}
    _component(
        key=_KEY,
        data=data,
        on_turn_change=lambda: on_turn(str(st.session_state[_KEY]["turn"]).partition(" ")[0]),
    )
