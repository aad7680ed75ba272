"""Training: the unscaled gradient inside a real training loop, at every step of it."""

from functools import partial

import streamlit as st

from gradlab.compute.training import TooMuchWorkError
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words, place_for_page
from gradlab.ui.frame.sharing import share_button
from gradlab.ui.training.beside import beside_controls, beside_of
from gradlab.ui.training.controls import main_controls, more_controls
from gradlab.ui.training.opening import controls_of, what_to_look_for
from gradlab.ui.training.picture import hold_runs, picture
from gradlab.ui.training.presets import preset_choice
from gradlab.ui.training.snapshot import FILES, take_snapshot

all_words = current_words()
words = all_words["training"]

st.subheader(words["first_line"], anchor=False)
notices = st.container(key="notices")
with st.container(key="training"):
    lead, live_area, main, more = (st.container(key=f"training-{key}") for key in ("lead", "live", "settings", "more"))
controls = controls_of(words)
with lead:
    with st.container(horizontal=True, key="examples"):
        preset_choice(words)
    what_to_look_for(words)
with main:
    main_controls(controls)
with more, st.expander(words["more"]):
    more_controls(controls)
finish_page()

try:
    training = controls.training
except TooMuchWorkError:
    training = None
with notices:
    show_notices(*controls.notices(), *([] if training else [("too_much_work", {})]))
if training is None:
    st.stop()

held = hold_runs(training, beside_of(training))
with live_area:
    picture(held, words)
with main:
    beside_controls(training, words)


@st.fragment
def share() -> None:
    """Draw the button. Opening it runs only this, with the scrubber where it stands."""
    record = held[0].record()
    if record:
        share_button(partial(take_snapshot, controls, record, all_words), FILES, all_words)


with place_for_page():
    share()
