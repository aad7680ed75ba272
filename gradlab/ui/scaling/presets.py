"""The presets: pipelines that each show one thing, by the symptom that brings a reader here or by the lesson in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gradlab.compute.scaling import PRESETS, Pipeline
from gradlab.ui.frame.notices import clear_notices
from gradlab.ui.scaling.address import go_back_to_link, go_to, key_of
from gradlab.ui.scaling.state import State, state_of

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


@dataclass(frozen=True)
class PresetName:
    """The name of a preset, or none."""

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["choice"].format(options=", ".join(f"`{name}`" for name in OFFERED))

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - there is no widget that could show another
        """Whether the text `raw` is one."""
        return raw in ("", *OFFERED)


def current_preset(link: Mapping[str, str]) -> str:
    """The preset that was chosen, or that the link names. A link that says nothing at all opens on the live one."""
    if key_of("preset") not in st.session_state:
        named = link.get("preset", PLAIN if link else OPENING)
        st.session_state[key_of("preset")] = named if named in OFFERED else PLAIN
    return st.session_state[key_of("preset")]


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
        st.button(
            words["reset"],
            key=key_of("reset"),
            help=words["reset_help"],
            icon=":material/undo:",
            on_click=_reset,
        )


def _row(name: str, offered: tuple[str, ...], preset: str, words: Mapping[str, Any]) -> None:
    st.session_state[key_of(name)] = preset if preset in offered else None
    st.pills(
        words[name],
        list(offered),
        key=key_of(name),
        format_func=lambda option: words["preset"][option]["name"],
        on_change=_chosen,
        args=(name,),
        wrap=True,
    )


def _chosen(row: str) -> None:
    """Open what was clicked; a second click on the same one chooses nothing, and means that one again."""
    name = st.session_state[key_of(row)] or st.session_state[key_of("preset")]
    clear_notices()
    go_to(preset_state(name) | {"preset": name})


def _reset() -> None:
    clear_notices()
    go_back_to_link(st.session_state["opened_with"])
