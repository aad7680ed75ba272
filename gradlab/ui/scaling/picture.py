"""The live receipt on the page: what it is given, and what it may ask for."""

import streamlit as st

from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.whole_page import ask_for_whole_page, run_whole_page_if_asked
from gradlab.ui.live_receipt import live_receipt, receipt_is_live
from gradlab.ui.live_receipt.payload import Words, history_message, message, plot_own_stages
from gradlab.ui.live_receipt.running import as_for_all, own_receipt, own_row
from gradlab.ui.scaling.stage_controls import StageControls


@st.fragment
def picture(controls: StageControls, words: Words) -> None:
    """Draw it. Where the second picture is open, S coming to rest runs only this again."""
    run_whole_page_if_asked()
    pipeline, language = controls.pipeline, current_language()
    live_receipt(
        message(as_for_all(pipeline), language),
        own=own_row(pipeline),
        history=history_message(pipeline, language) if controls.values["steps"] else "",
        on_settled=lambda: None,
        on_unavailable=ask_for_whole_page,
    )
    if not receipt_is_live():
        with st.container(key="stock"):
            st.caption(words["live"]["unavailable"])
            figure = plot_own_stages(own_receipt(pipeline), words)
            st.plotly_chart(figure, config={"displayModeBar": False}, theme=None, alt=words["live"]["description"])
