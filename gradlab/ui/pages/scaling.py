"""From gradient to step: every stage that touches the unscaled gradient, named."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gradlab.ui.frame.body import body
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words, header_button
from gradlab.ui.frame.sharing import share_button
from gradlab.ui.frame.warm_up import ready_optimizers
from gradlab.ui.live_receipt import live_receipt_style, receipt_is_live
from gradlab.ui.scaling.explained import device_error, formulas, what_to_look_for
from gradlab.ui.scaling.picture import picture
from gradlab.ui.scaling.presets import current_preset, preset_choice, preset_state
from gradlab.ui.scaling.snapshot import FILES, take_snapshot
from gradlab.ui.scaling.stage_controls import StageControls, scaler_and_scale, stage_settings


@body
def from_gradient_to_step() -> None:
    """Draw the stages, and what is chosen of them."""
    all_words = current_words()
    words = all_words["scaling"]
    preset = current_preset()

    st.subheader(words["first_line"], anchor=False)
    notices = st.container(key="notices")
    controls = StageControls(words, preset_state(preset))
    with st.container(key="bench"):
        lead, live_area, scale, stages = (st.container(key=key) for key in ("lead", "live-area", "scale", "settings"))
    with lead, st.container(key="examples"):
        preset_choice(preset, words)
    with scale:
        scaler_and_scale(controls, live=receipt_is_live())
    with stages:
        stage_settings(controls)
        formulas(controls, words)
    with lead:
        what_to_look_for(preset, controls, words)
    finish_page()
    with notices:
        show_notices(*controls.notices())
        device_error(controls, words)
    with live_area:
        picture(controls, words)
    share(controls, all_words)


def share(controls: StageControls, words: Mapping[str, Any]) -> None:
    """Have the header show the button that shares the pipeline, with S where it stands when it is opened."""
    header_button(partial(share_button, partial(take_snapshot, controls, words), FILES, words))


live_receipt_style()
ready_optimizers(current_words()["scaling"]["getting_ready"])
from_gradient_to_step()
