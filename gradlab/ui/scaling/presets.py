"""The presets: pipelines that each show one thing, by the symptom that brings a reader here or by the lesson in it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.scaling import PRESETS, Pipeline
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.session import PRESENTATION, on_action, on_change, session
from gradlab.ui.live_receipt.state import State, state_of
from gradlab.ui.scaling.address import key_of

PLAIN = "plain"  # what a link that names no preset is about
OPENING = "vanishing"  # what the page opens with where there is no link: dragging S decides over it
OFFERED: Mapping[str, Pipeline] = {PLAIN: Pipeline(), **PRESETS}
SYMPTOMS = (
    "nan_loss", "halving", "overflow", "swallowed", "vanishing", "forgotten_unscale", "clip", "fp16_weights",
)  # fmt: skip
LESSONS = tuple(name for name in OFFERED if name not in SYMPTOMS)
# Those that are about many steps open with the second picture.
_OF_MANY_STEPS = ("overflow", "nan_loss", "halving")
# What may be changed with the preset still being what it says of itself: S is to be dragged.
_FREE = ("log2_S", "steps", "on_device")

_OF_THE_OPTIMIZER = ("weight_decay", "eps")


def current_preset() -> str:
    """The preset that was chosen, or that the link names. A link that says nothing at all opens on the live one."""
    own = session()
    if own.declare("preset", OneOf(tuple(OFFERED)), None) is None:  # no default: the address always says it
        own.give({"preset": PLAIN if set(own.page.link or ()) - set(PRESENTATION) else OPENING})
    return own.value("preset")


def preset_state(name: str) -> State:
    """Every value of the page as a preset has it."""
    return state_of(OFFERED[name]) | {"steps": name in _OF_MANY_STEPS}


def changed_settings(preset: str, values: State) -> list[str]:
    """The settings that are no longer as the preset has them, by their names in a link."""
    usual = preset_state(preset)
    free = _FREE if values["optimizer"] == usual["optimizer"] else (*_FREE, *_OF_THE_OPTIMIZER)
    return [name for name, value in values.items() if name not in free and value != usual[name]]


def preset_choice(preset: str, words: Mapping[str, Any]) -> None:
    """Draw the presets, and the way back."""
    _row("symptoms", SYMPTOMS, preset, words)
    with st.container(horizontal=True, key="lessons-and-reset"):
        _row("presets", LESSONS, preset, words)
        reset = {"on_click": on_action(session().reset), "key": key_of("reset")}
        st.button(words["reset"], help=words["reset_help"], icon=":material/undo:", **reset)


def _row(name: str, offered: tuple[str, ...], preset: str, words: Mapping[str, Any]) -> None:
    own, chosen = session(), preset if preset in offered else None
    own.declare(name, OneOf((*offered, None)), chosen, key=key_of(name), in_address=False)
    own.give({name: chosen})
    st.pills(
        words[name],
        list(offered),
        key=own.widget(name),
        format_func=lambda option: words["preset"][option]["name"],
        on_change=on_change(name, partial(_chosen, name)),
        wrap=True,
    )


def _chosen(row: str) -> None:
    """Open what was clicked; a second click on the same one chooses nothing, and means that one again."""
    name = session().value(row) or session().value("preset")
    session().give({"preset": name, **preset_state(name)})
