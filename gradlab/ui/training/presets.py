"""The symptoms, a click and a link away, and what the address says beside the widgets."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.training import PRESETS, Training, experiment_from, to_text, training_from
from gradlab.ui.frame.expectations import OneOf, Written
from gradlab.ui.frame.session import on_action, on_change, session
from gradlab.ui.training.fields import State, state_of

OPENING = next(iter(PRESETS))
HEALTHY, NONE = "healthy", "none"


def current_preset() -> str:
    """The preset that was chosen, or that the link names."""
    return session().value("preset") or OPENING


def preset_state(name: str) -> State:
    """Every value of the page's widgets as a preset has it."""
    return state_of(PRESETS[name].training)


def declare_opening() -> None:
    """What a link may say beside the widgets."""
    own = session()
    own.declare("preset", OneOf(tuple(PRESETS)), OPENING)
    own.declare("experiment", Written("experiment_text", readable_experiment), "")
    own.declare("beside", Written("training_text", readable_beside), "")


def usual_state() -> State:
    """What the widgets say by default: as the preset has it; of a link that brings an experiment, that is trained."""
    link = session().page.link or {}
    brought = {"t_subject": "tensors"} if "experiment" in link and "preset" not in link else {}
    return preset_state(current_preset()) | brought


def current_experiment() -> Experiment:
    """What is trained where it is no network: what the link brought, or the preset's, or the line."""
    text = session().value("experiment") or ""
    if readable_experiment(text):
        return experiment_from(text)
    subject = PRESETS[current_preset()].training.subject
    return subject if isinstance(subject, Experiment) else PRESETS[OPENING].training.subject


def current_beside() -> Training | None:
    """The run shown behind: one that was kept, or the preset's healthy one."""
    text = session().value("beside") or ""
    if text in ("", HEALTHY):
        return PRESETS[current_preset()].healthy
    return training_from(text) if text != NONE and readable_beside(text) else None


def readable_experiment(text: str) -> bool:
    """Whether a text is an experiment."""
    return _readable(experiment_from, text)


def readable_beside(text: str) -> bool:
    """Whether a text says what stands beside the run."""
    return text in (HEALTHY, NONE) or _readable(training_from, text)


def _readable(read: Any, text: str) -> bool:
    try:
        read(text)
    except ExperimentError:
        return False
    return True


def keep_beside(training: Training | None) -> None:
    """Keep a run to see the next one against, or none."""
    session().give({"beside": NONE if training is None else to_text(training)})


def preset_choice(words: Mapping[str, Any]) -> None:
    """Draw the presets."""
    own = session()
    chosen = None if own.value("experiment") else current_preset()
    own.declare("t_presets", OneOf((*PRESETS, None)), chosen, key="t_presets", in_address=False)
    own.give({"t_presets": chosen})
    st.pills(
        words["presets"],
        list(PRESETS),
        key=own.widget("t_presets"),
        format_func=lambda name: words["preset"][name]["name"],
        on_change=on_change("t_presets", _chosen),
        label_visibility="collapsed",
        wrap=True,
    )


def ways_back(words: Mapping[str, Any]) -> None:
    """Draw the buttons that undo the last change, and go back to what the link gave."""
    own = session()
    undo, reset = on_action(own.undo), on_action(own.reset)
    unchanged = not own.page.history.past
    help_text = words["undo_help"]
    icons = [f":material/{name}:" for name in ("undo", "restart_alt")]
    st.button(words["undo"], key="t_undo", help=help_text, icon=icons[0], on_click=undo, disabled=unchanged)
    st.button(words["reset"], key="t_reset", help=words["reset_help"], icon=icons[1], on_click=reset)


def _chosen() -> None:
    """Open what was clicked; a second click on the same one chooses nothing, and means that one again."""
    name = session().value("t_presets") or current_preset()
    session().page.forget(("experiment", "beside"))
    session().give({"preset": name, "step": 0, **preset_state(name)})
