"""Explore: drag the point, and the tangent turns with the unscaled gradient; or guess the slope first."""

import streamlit as st

from gradlab.ui.experiment.worksheet import declare_worksheet, hide_controls, is_worksheet
from gradlab.ui.explore.about import first_line
from gradlab.ui.explore.page import explore
from gradlab.ui.explore.worksheet import draw_task
from gradlab.ui.frame.body import body
from gradlab.ui.frame.presentation import current_words
from gradlab.ui.live_chart import live_chart_style
from gradlab.ui.live_chart.picture import picture_code
from gradlab.ui.predict.page import begin_button, predict
from gradlab.ui.predict.state import current_seed


@body
def explore_or_predict() -> None:
    """Draw the question that the link names, or where it names none the experiment."""
    seed = current_seed()
    if bool(seed) != predicting:  # what stands before it is another, too
        st.rerun()
    if seed:
        predict(seed, words)
    else:
        explore(words)


words, predicting = current_words(), bool(current_seed())
live_chart_style()
if not predicting:
    declare_worksheet()
    hide_controls()
    draw_task()
    with first_line(words):
        begin_button(words, locked=is_worksheet())
    picture_code(words)
explore_or_predict()
