"""A second run beside the first: the healthy one of a symptom, or one that was kept to compare the next with."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.training import Training
from gradlab.ui.frame.session import on_action
from gradlab.ui.training.presets import current_beside, keep_beside


def beside_of(training: Training) -> Training | None:
    """The run to show behind this one, if there is another."""
    beside = current_beside()
    return None if beside == training else beside


def last_step(steps: int) -> int:
    """The last step there is to look at, in a run of so many or in the one beside it."""
    beside = current_beside()
    return max(steps, beside.steps if beside else 0)


def beside_controls(training: Training, words: Mapping[str, Any]) -> None:
    """Draw the buttons that keep this run for comparison, and let go of the one that is there."""
    keep = on_action(keep_beside)
    with st.container(horizontal=True, key="training-beside"):
        st.button(words["keep"], key="t_keep", help=words["keep_help"], on_click=keep, args=(training,))
        if beside_of(training):
            st.button(words["let_go"], key="t_let_go", on_click=keep, args=(None,))
