"""The slider of S, which counts the powers of two: the picture follows it in the browser."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from gradlab.compute.scaling import SCALES
from gradlab.ui.frame.expectations import Range

_LAST = len(SCALES) - 1
EXPONENT = Range(0, _LAST, whole=True)


def scale_slider(
    label: str, widget: str, *, locked: bool, on_change: Callable[[], None] | Literal["ignore"] = "ignore"
) -> None:
    """Draw it. widget: its key."""
    told = {"key": widget, "on_change": on_change}
    st.slider(label, 0, _LAST, st.session_state[widget], format="2^%d", disabled=locked, **told)
