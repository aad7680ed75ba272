"""From gradient to step: every stage that touches the unscaled gradient, named."""

from functools import partial

import streamlit as st

from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words, place_for_page
from gradlab.ui.frame.sharing import share_button
from gradlab.ui.frame.warm_up import ready_optimizers
from gradlab.ui.live_receipt import live_receipt_style, receipt_is_live
from gradlab.ui.scaling.explained import device_error, formulas, what_to_look_for
from gradlab.ui.scaling.picture import picture
from gradlab.ui.scaling.presets import current_preset, preset_choice, preset_state
from gradlab.ui.scaling.snapshot import FILES, take_snapshot
from gradlab.ui.scaling.stage_controls import StageControls, scaler_and_scale, stage_settings

all_words = current_words()
words = all_words["scaling"]
preset = current_preset()

live_receipt_style()
st.subheader(words["first_line"], anchor=False)
notices = st.container(key="notices")
with st.spinner(words["getting_ready"]):
    ready_optimizers()
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


@st.fragment
def share() -> None:
    """Draw the button. Opening it runs only this, with S where it stands."""
    share_button(partial(take_snapshot, controls, all_words), FILES, all_words)


with place_for_page():
    share()
