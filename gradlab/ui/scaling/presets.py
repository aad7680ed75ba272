"""The presets: pipelines that each teach one thing, a click and a link away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gradlab.compute.scaling import PRESETS, Pipeline
from gradlab.ui.frame.address import OWN, parameter, restore, set_parameter
from gradlab.ui.frame.notices import clear_notices
from gradlab.ui.scaling.state import State, state_of

OPENING = "plain"
OFFERED: Mapping[str, Pipeline] = {OPENING: Pipeline(), **PRESETS}
# Those that are about many steps open with the second picture.
_OF_MANY_STEPS = ("overflow",)


@dataclass(frozen=True)
class PresetName:
    """The name of a preset, or none."""

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["choice"].format(options=", ".join(f"`{name}`" for name in OFFERED))

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - there is no widget that could show another
        """Whether the text `raw` is one."""
        return raw in ("", *OFFERED)


def current_preset() -> str:
    """The preset the address names."""
    return parameter("preset", tuple(OFFERED)) or OPENING


def preset_state(name: str) -> State:
    """Every value of the page as a preset has it."""
    return state_of(OFFERED[name]) | {"steps": name in _OF_MANY_STEPS}


def fill_in_preset() -> None:
    """Before the widgets are drawn: what neither they nor the address say is as in the preset."""
    for key, value in preset_state(current_preset()).items():
        if key not in st.query_params:
            st.session_state.setdefault(key, value)


def preset_choice(words: Mapping[str, Any]) -> None:
    """Draw the presets, and the way back."""
    st.session_state["presets"] = current_preset()
    st.pills(
        words["presets"],
        list(OFFERED),
        key="presets",
        format_func=lambda name: words["preset"][name]["name"],
        on_change=_chosen,
        label_visibility="collapsed",
        wrap=True,
    )
    st.button(words["reset"], key="reset", help=words["reset_help"], icon=":material/undo:", on_click=_reset)


def _chosen() -> None:
    """Open what was clicked; a second click on the same one chooses nothing, and means that one again."""
    name = st.session_state["presets"] or current_preset()
    clear_notices()
    set_parameter("preset", None if name == OPENING else name)
    restore(preset_state(name))


def _reset() -> None:
    clear_notices()
    for name in OWN:
        set_parameter(name, st.session_state["opened_with"].get(name))
    restore(preset_state(current_preset()) | st.session_state["opened_state"])
