"""The live training: every picture of a run, and the scrubber that moves through its steps in the browser.

It is sent everything once, for every step, and sends nothing while the scrubber moves.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.ui.browser.packing import deflated
from gradlab.ui.browser.plotly_bundle import plotly_bundle
from gradlab.ui.browser.scripts import bundle

_FOLDER = Path(__file__).parent
_KEY = "training-run"
SCRUBBER = "t_step"
"""The key of the slider that the pictures follow."""

# Scripts and numbers come apart, as for the live chart: what has not changed is sent once.
_code = st.components.v2.component(
    "gradlab_live_training_code",
    css=(_FOLDER / "style.css").read_text(encoding="utf-8"),
    js=bundle("live_training/main.js"),
    isolate_styles=False,
)
_component = st.components.v2.component(
    "gradlab_live_training",
    html=(_FOLDER / "frame.html").read_text(encoding="utf-8"),
    js=(_FOLDER / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def live_training_style() -> None:
    """Send its script and style, ahead of all it dresses: what is drawn before that would have to move."""
    _code(key="training-code")


def training_is_live() -> bool:
    """Whether the pictures could be loaded in this reader's browser, as far as is known."""
    return not st.session_state.get(_KEY, {}).get("unavailable", False)


def live_training(message: str, *, step: int, on_unavailable: Callable[[], None]) -> None:
    """Draw it. step: where it begins. on_unavailable: called where Plotly could not be loaded."""
    _component(
        key=_KEY,
        data={"message": message, "step": step, "bundle": plotly_bundle()},
        default={"unavailable": False},
        on_unavailable_change=on_unavailable,
    )


def as_message(data: Mapping[str, Any]) -> str:
    """What is sent, as one short text: Streamlit copies and compares it in every run."""
    return deflated(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
