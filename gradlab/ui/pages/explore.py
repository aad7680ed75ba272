"""Explore: drag the point, and the tangent turns with the unscaled gradient; or guess the slope first."""

import streamlit as st

from gradlab.ui.experiment.controls import Words
from gradlab.ui.experiment.loss_picker import loss_picker
from gradlab.ui.experiment.settings import settings
from gradlab.ui.experiment.sliders import differentiated_sliders, other_sliders
from gradlab.ui.experiment.vector import vector_sliders
from gradlab.ui.experiment.worksheet import declare_worksheet, is_worksheet
from gradlab.ui.explore.about import first_line, formula_and_derivative, reading
from gradlab.ui.explore.chips import chips, train_button, ways_back
from gradlab.ui.explore.share import share
from gradlab.ui.explore.worksheet import draw_task
from gradlab.ui.frame.body import body
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words
from gradlab.ui.live_chart import chart_is_live, live_chart_style
from gradlab.ui.live_chart.moves import active_element
from gradlab.ui.live_chart.picture import follows_sliders, picture
from gradlab.ui.live_chart.views.switches import declare_views, view_controls, view_switches
from gradlab.ui.predict.page import begin_button, predict
from gradlab.ui.predict.state import current_seed


@body
def explore_or_predict() -> None:
    """Draw the question that the link names, or where it names none the experiment."""
    words, seed = current_words(), current_seed()
    if seed:
        predict(seed, words)
    else:
        explore(words)


def explore(words: Words) -> None:
    """Draw the experiment."""
    declare_worksheet()
    draw_task()
    with first_line(words):
        begin_button(words, locked=is_worksheet())
    notices = st.container(key="notices")
    with st.container(key="stage"):
        picker, switches, chart, sliders, others, viewing, more = (
            st.container(key=key) for key in ("picker", "switches", "chart", "sliders", "others", "viewing", "more")
        )
    with picker:
        with st.container(horizontal=True, key="examples"):
            chips(words["explore"])
            to_training = ways_back(words["explore"])
        with st.container(horizontal=True, vertical_alignment="center", key="loss-picker"):
            controls = loss_picker(words)
            formula = st.container(horizontal=True, vertical_alignment="center", width="content", key="formula")
    with more, st.expander(words["explore"]["more"]) as details:
        settings(controls, words)
    with others:  # first, for what the parameters say of the tensors
        other_sliders(controls, words, followed=follows_sliders())
        vector = st.container(gap=None)
    with sliders:
        elements = differentiated_sliders(controls, live=chart_is_live())
    with vector:
        vector_sliders(controls, words)
    with formula:
        formula_and_derivative(controls, words)
    active_element(elements)
    declare_views(controls)
    with viewing:
        view_controls(controls, elements, words)
    with switches:
        view_switches(controls, words)
    with details:
        reading(controls, words)
    finish_page()
    with notices:
        show_notices(*controls.notices())
    train_button(to_training, controls, words["explore"])
    with chart:
        picture(controls, elements, words)
    share(controls, elements, words)


live_chart_style()
explore_or_predict()
