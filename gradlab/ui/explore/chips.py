"""The examples one click away, and the way back. Each is a whole state of the page, as a link would give it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.compute.training import to_text
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.whole_state import leave_experiment, whole_state, with_hidden
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.session import on_action, session

CHIPS: Mapping[str, Mapping[str, Any]] = {
    "tutorial": {"loss": "times_five"},
    "square": {"loss": "square"},
    "corner": {"loss": "abs"},
    "edge": {"loss": "sqrt", "A0": 0.0},
    "mse": {"loss": "mse_loss", "elements": 3},
    "line": {"loss": "line_fit"},
    "cross_entropy": {"loss": "cross_entropy"},
}

_TRAINING = Path(__file__).parents[1] / "pages" / "training.py"


def chips(words: Mapping[str, Any]) -> None:
    """Draw a button for each example."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chips"):
        locked = is_locked("examples")
        st.markdown(words["try"], width="content")
        for name in CHIPS:
            opened = on_action(partial(_open, name))
            st.button(words["chips"][name], key=f"chip-{name}", on_click=opened, width="content", disabled=locked)


def ways_back(words: Mapping[str, Any]) -> None:
    """Draw the buttons that undo the last change, and go back to what the link gave."""
    undo, reset = on_action(session().undo), on_action(session().reset)
    locked, icon = is_locked("undo"), ":material/undo:"
    st.button(words["undo"], key="undo", help=words["undo_help"], icon=icon, on_click=undo, disabled=locked)
    locked, icon = is_locked("reset"), ":material/restart_alt:"
    st.button(words["reset"], key="reset", help=words["reset_help"], icon=icon, on_click=reset, disabled=locked)


def train_button(controls: Controls, words: Mapping[str, Any]) -> None:
    """Draw the button that opens the training loop with the experiment as it stands."""
    locked, icon, train = is_locked("train"), ":material/trending_down:", on_action(partial(_train, controls))
    st.button(words["train"], key="train", help=words["train_help"], icon=icon, on_click=train, disabled=locked)


def _train(controls: Controls) -> None:
    experiment = to_text(controls.experiment())
    st.switch_page(_TRAINING, query_params={"experiment": experiment, "t_subject": "tensors"})


def _open(name: str) -> None:
    leave_experiment()
    session().give(with_hidden(whole_state(CHIPS[name])))
