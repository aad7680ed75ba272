"""The live receipt on the page: where the second picture is open, S coming to rest runs only this again."""

import streamlit as st

from gradlab.ui.frame.whole_page import run_whole_page_if_asked
from gradlab.ui.live_receipt.payload import Words
from gradlab.ui.live_receipt.picture import receipt_picture
from gradlab.ui.scaling.address import key_of
from gradlab.ui.scaling.stage_controls import StageControls


@st.fragment(key="picture")
def picture(controls: StageControls, words: Words) -> None:
    """Draw it."""
    run_whole_page_if_asked()
    many = controls.values["steps"]
    receipt_picture(controls.pipeline, words, scale=key_of("log2_S"), with_history=many)
