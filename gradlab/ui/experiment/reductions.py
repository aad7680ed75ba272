"""How the losses of many elements become one number: a switch beside the picture, where it makes a difference."""

from dataclasses import replace

import streamlit as st

from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.kept import kept
from gradlab.ui.frame.session import on_change, session

_KEY = "reduction"


def take_reduction(controls: Controls) -> None:
    """Have the controls say how the session reduces."""
    controls.reduction = session().declare(_KEY, OneOf(controls.loss.reductions), "mean", key=_KEY)


def reduction_switch(controls: Controls, words: Words) -> None:
    """Draw the switch, where the reductions differ: one loss is its own mean and its own sum."""
    if not reductions_differ(controls):
        return
    st.segmented_control(
        words["explore"][_KEY],
        controls.loss.reductions,
        key=session().widget(_KEY),
        on_change=on_change(_KEY),
        label_visibility="collapsed",
        required=True,
        disabled=is_locked(_KEY),
    )


def reductions_differ(controls: Controls) -> bool:
    """Whether the mean of the losses is another number than their sum."""
    return _divides(replace(controls.experiment(), reduction="mean", vector=None))


@kept(512)
def _divides(experiment: Experiment) -> bool:
    divided = divisor(experiment)
    return divided is None or divided.number != 1
