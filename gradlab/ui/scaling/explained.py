"""What the page says besides: what to look for in a preset, and the formula of each stage."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.scaling import device_refusal, symbols_in
from gradlab.ui.frame.notices import as_code
from gradlab.ui.live_receipt.running import own_receipt
from gradlab.ui.scaling.presets import changed_settings
from gradlab.ui.scaling.stage_controls import StageControls


@st.fragment(key="look")
def what_to_look_for(preset: str, controls: StageControls, words: Mapping[str, Any]) -> None:
    """Draw the sentence of the preset that is open; where it has been changed, what it says may be so no longer."""
    changed, said = changed_settings(preset, controls.shown()), words["preset"][preset]
    if changed:
        named = ", ".join(f"`{name}`" for name in changed)
        st.markdown(words["changed"].format(preset=said["name"], settings=named))
    else:
        st.markdown(said["look"])
    st.markdown(words["unscaled_is"])


def device_error(controls: StageControls, words: Mapping[str, Any]) -> None:
    """Where a device is asked for that is not there: PyTorch's own words."""
    if not controls.device_present:
        error = device_refusal(controls.values["on_device"])
        st.info(words["no_device"].format(error=as_code(error)), icon=":material/info:")


@st.fragment(key="formulas")
def formulas(controls: StageControls, words: Mapping[str, Any]) -> None:
    """Draw the formula of every stage that is on."""
    receipt = own_receipt(controls.pipeline)
    with st.expander(words["formulas"]):
        lines = [f"{plain(words['stages'][stage.key])}: ${stage.formula}$" for stage in receipt.stages]
        st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
        used = symbols_in(" ".join(stage.formula for stage in receipt.stages))
        said = words["symbols_between"].join(words["symbols"][name] for name in used)
        st.caption(plain(f"{said}{words['symbols_end']}"))


def plain(text: str) -> str:
    """A text of ours in which an underscore or an asterisk is no Markdown."""
    return text.replace("*", r"\*").replace("_", r"\_")
