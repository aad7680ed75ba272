"""The scrubber: a slider over the steps, which the pictures follow in the browser. A move of it sends nothing."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.ui.frame.expectations import Range
from gradlab.ui.frame.session import session
from gradlab.ui.live_training import SCRUBBER

_STEP = "step"


def scrubber(last: int, words: Mapping[str, Any]) -> int:
    """Draw it, from step 0 to the `last`. Returns where it stands as far as the server has heard."""
    own, expected = session(), Range(0, last, whole=True)
    step = own.declare(_STEP, expected, 0, key=SCRUBBER, heard=False)
    st.slider(
        words["live"]["scrubber"],
        *(0, last, step),
        step=1,
        key=own.widget(_STEP, expected),
        on_change="ignore",
        label_visibility="collapsed",
    )
    return step
