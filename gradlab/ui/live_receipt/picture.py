"""The live receipt on a page: what it is given, and what stands there where it cannot be live."""

import streamlit as st

from gradlab.compute.scaling import Pipeline
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.turns import in_turn
from gradlab.ui.frame.whole_page import ask_for_whole_page
from gradlab.ui.live_receipt import live_receipt, receipt_is_live
from gradlab.ui.live_receipt.payload import Words, history_message, message, plot_own_stages
from gradlab.ui.live_receipt.running import as_for_all, own_receipt, own_row


def receipt_picture(pipeline: Pipeline, words: Words, *, scale: str, with_history: bool = False) -> None:
    """Draw it. scale: the key of the slider of S. with_history: whether many steps are drawn, too."""
    language = current_language()
    with in_turn():
        told = message(as_for_all(pipeline), language)
        history = history_message(pipeline, language) if with_history else ""
    live_receipt(
        told,
        own=own_row(pipeline),
        scale=scale,
        history=history,
        on_settled=lambda: None,
        on_unavailable=ask_for_whole_page,
    )
    if not receipt_is_live():
        with st.container(key="stock"):
            st.caption(words["live"]["unavailable"])
            figure = plot_own_stages(own_receipt(pipeline), words)
            st.plotly_chart(figure, config={"displayModeBar": False}, theme=None, alt=words["live"]["description"])
