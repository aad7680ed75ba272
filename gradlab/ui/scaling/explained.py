"""What the page says besides: what to look for in a preset, and the formula of each stage."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.scaling import device_refusal
from gradlab.ui.frame.notices import as_code
from gradlab.ui.live_receipt.running import own_receipt
from gradlab.ui.scaling.presets import current_preset
from gradlab.ui.scaling.stage_controls import StageControls


def what_to_look_for(words: Mapping[str, Any]) -> None:
    """Draw the sentence of the preset that is open."""
    st.markdown(words["preset"][current_preset()]["look"])


def device_error(controls: StageControls, words: Mapping[str, Any]) -> None:
    """Where a device is asked for that is not there: PyTorch's own words."""
    if not controls.device_present:
        error = device_refusal(controls.values["on_device"])
        st.info(words["no_device"].format(error=as_code(error)), icon=":material/info:")


def formulas(controls: StageControls, words: Mapping[str, Any]) -> None:
    """Draw the formula of every stage that is on."""
    receipt = own_receipt(controls.pipeline)
    with st.expander(words["formulas"]):
        lines = [f"{plain(words['stages'][stage.key])}: ${stage.formula}$" for stage in receipt.stages]
        st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
        st.caption(plain(words["symbols"]))


def plain(text: str) -> str:
    """A text of ours in which an underscore or an asterisk is no Markdown."""
    return text.replace("*", r"\*").replace("_", r"\_")
