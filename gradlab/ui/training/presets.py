"""The symptoms, a click and a link away, and what the address says beside the widgets."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.training import PRESETS, Training, experiment_from, to_text, training_from
from gradlab.ui.frame.address import OWN, parameter, restore, set_parameter
from gradlab.ui.frame.history import undo
from gradlab.ui.frame.notices import clear_notices
from gradlab.ui.training.fields import State, state_of

OPENING = next(iter(PRESETS))
HEALTHY, NONE = "healthy", "none"


def current_preset() -> str:
    """The preset the address names."""
    return parameter("preset", tuple(PRESETS)) or OPENING


def preset_state(name: str) -> State:
    """Every value of the page's widgets as a preset has it."""
    return state_of(PRESETS[name].training)


def fill_in_preset() -> None:
    """Before the widgets are drawn: what neither they nor the address say is as in the preset."""
    for key, value in preset_state(current_preset()).items():
        if key not in st.query_params:
            st.session_state.setdefault(key, value)
    if "experiment" in st.query_params and "preset" not in st.query_params:
        st.session_state.setdefault("t_subject", "tensors")


def current_experiment() -> Experiment:
    """What is trained where it is no network: what the link brought, or the preset's, or the line."""
    text = st.query_params.get("experiment", "")
    if readable_experiment(text):
        return experiment_from(text)
    subject = PRESETS[current_preset()].training.subject
    return subject if isinstance(subject, Experiment) else PRESETS[OPENING].training.subject


def current_beside() -> Training | None:
    """The run shown behind: one that was kept, or the preset's healthy one."""
    text = st.query_params.get("beside", "")
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
    set_parameter("beside", NONE if training is None else to_text(training))


def preset_choice(words: Mapping[str, Any]) -> None:
    """Draw the presets, and the way back."""
    st.session_state["t_presets"] = current_preset()
    st.pills(
        words["presets"],
        list(PRESETS),
        key="t_presets",
        format_func=lambda name: words["preset"][name]["name"],
        on_change=_chosen,
        label_visibility="collapsed",
        wrap=True,
    )
    st.button(words["undo"], key="t_undo", help=words["undo_help"], icon=":material/undo:", on_click=undo)
    st.button(words["reset"], key="t_reset", help=words["reset_help"], icon=":material/restart_alt:", on_click=_reset)


def _chosen() -> None:
    """Open what was clicked; a second click on the same one chooses nothing, and means that one again."""
    name = st.session_state["t_presets"] or current_preset()
    clear_notices()
    for own in OWN:
        set_parameter(own, None)
    set_parameter("preset", None if name == OPENING else name)
    restore(preset_state(name))


def _reset() -> None:
    clear_notices()
    for name in OWN:
        set_parameter(name, st.session_state["opened_with"].get(name))
    restore(preset_state(current_preset()) | st.session_state["opened_state"])
