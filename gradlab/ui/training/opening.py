"""What the training page opens with: what the link says beside the widgets, and what a preset is about."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import count
from gradlab.compute.training import PRESETS
from gradlab.ui.frame.notices import Expectation, Written
from gradlab.ui.training.controls import TrainingControls
from gradlab.ui.training.presets import (
    current_experiment,
    current_preset,
    readable_beside,
    readable_experiment,
)


def controls_of(words: Mapping[str, Any]) -> TrainingControls:
    """The controls of the page, for what the address says is trained."""
    experiment = current_experiment()
    line = LOSSES[experiment.loss].line
    return TrainingControls(words, experiment, count(experiment.shape(line.x)) if line else None)


def what_to_look_for(words: Mapping[str, Any]) -> None:
    """Draw the sentence of the preset that is open."""
    st.markdown(words["preset"][current_preset()]["look"])


def own_expected() -> dict[str, Expectation]:
    """What the address may say beside the widgets."""
    return {
        "preset": Written("preset_name", PRESETS.__contains__),
        "experiment": Written("experiment_text", readable_experiment),
        "beside": Written("training_text", readable_beside),
        "step": Written("step_number", str.isdecimal),
    }
