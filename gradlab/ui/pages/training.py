"""Training: the unscaled gradient inside a real training loop, at every step of it."""

import streamlit as st

from gradlab.compute.training import TooMuchWorkError, Training
from gradlab.ui.frame.body import body
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words
from gradlab.ui.frame.warm_up import ready_optimizers
from gradlab.ui.live_training import live_training_style
from gradlab.ui.training.beside import beside_controls, beside_of, last_step
from gradlab.ui.training.controls import TrainingControls, main_controls, more_controls
from gradlab.ui.training.opening import controls_of, question_of, what_to_look_for
from gradlab.ui.training.picture import hold_runs, picture
from gradlab.ui.training.presets import preset_choice, ways_back
from gradlab.ui.training.scrubber import scrubber
from gradlab.ui.training.share import share


@body
def train() -> None:
    """Draw the run that the session describes, and what it is made of."""
    all_words = current_words()
    words = all_words["training"]

    st.subheader(words["first_line"], anchor=False)
    notices = st.container(key="notices")
    with st.container(key="training"):
        lead, steps, live_area, main, more = (
            st.container(key=f"training-{key}") for key in ("lead", "steps", "live", "settings", "more")
        )
    controls = controls_of(words)
    with lead:
        examples = st.container(horizontal=True, key="examples")
    with examples:
        preset_choice(words)
    with main:
        main_controls(controls)
    with more, st.expander(words["more"], key="training-more-open", on_change="rerun") as folded:
        more_controls(controls, drawn=bool(folded.open))
    with steps:
        step = scrubber(last_step(controls.values["t_steps"]), words)
    finish_page()
    with examples:
        ways_back(words)

    training = _training(controls)
    with notices:
        show_notices(*controls.notices(), *([] if training else [("too_much_work", {})]))
    if training is None:
        share([], all_words)
        return
    question = question_of(training, step)
    with lead:
        what_to_look_for(training, question, words)
    held = hold_runs(training, beside_of(training))
    with live_area:
        picture(held, question, step, words)
    with main:
        beside_controls(training, words)
    share(held, all_words)


def _training(controls: TrainingControls) -> Training | None:
    """What the controls say, unless it would take too long."""
    try:
        return controls.training
    except TooMuchWorkError:
        return None


live_training_style()
ready_optimizers(current_words()["training"]["getting_ready"])
train()
