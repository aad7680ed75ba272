"""What the training page opens with: what the link says beside the widgets, and what a preset is about."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import count
from gradlab.compute.training import PRESETS, Training
from gradlab.ui.training.controls import TrainingControls
from gradlab.ui.training.presets import (
    current_experiment,
    current_preset,
    declare_opening,
    usual_state,
)


def controls_of(words: Mapping[str, Any]) -> TrainingControls:
    """The controls of the page, for what the address says is trained."""
    declare_opening()
    experiment = current_experiment()
    line = LOSSES[experiment.loss].line
    return TrainingControls(words, experiment, count(experiment.shape(line.x)) if line else None, usual_state())


def question_of(training: Training, step: int) -> str:
    """The preset that asks what will happen before it shows it: a symptom as it is, of which no step was looked at."""
    preset = PRESETS[current_preset()]
    return current_preset() if step == 0 and preset.healthy and preset.training == training else ""


def what_to_look_for(training: Training, question: str, words: Mapping[str, Any]) -> None:
    """Draw the sentence of the preset, which is true of its own settings alone.

    Where it asks first, the picture says it after the answer.
    """
    preset = current_preset()
    if not question:
        st.markdown(words["preset"][preset]["look"] if PRESETS[preset].training == training else words["own"])
