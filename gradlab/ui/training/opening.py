"""What the training page opens with: what the link says beside the widgets, and what a preset is about."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import count
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


def what_to_look_for(words: Mapping[str, Any]) -> None:
    """Draw the sentence of the preset that is open."""
    st.markdown(words["preset"][current_preset()]["look"])
