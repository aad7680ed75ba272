"""Explore: drag the point, and the tangent turns with the unscaled gradient."""

import streamlit as st

from gradlab.ui.about import formula_and_derivative, reading
from gradlab.ui.address import begin_restoring, finish_restoring, opened_with
from gradlab.ui.chips import chips, reset_button
from gradlab.ui.exploration import explore
from gradlab.ui.live_chart import chart_is_live, live_chart
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.payload import payload
from gradlab.ui.loss_picker import loss_picker
from gradlab.ui.moves import (
    active_element,
    approach_element,
    approached_element,
    ask_for_whole_page,
    choose_element,
    run_whole_page_if_asked,
    type_value,
)
from gradlab.ui.notices import check_link, show_notices
from gradlab.ui.presentation import current_words, in_projector_view, place_for_page
from gradlab.ui.settings import settings
from gradlab.ui.sharing import share_button
from gradlab.ui.sliders import differentiated_sliders, other_sliders
from gradlab.ui.vector import vector_sliders

words = current_words()
link = opened_with()
begin_restoring()

st.subheader(words["explore"]["first_line"], anchor=False)
notices = st.container(key="notices")
with st.container(key="stage"):
    picker, chart, sliders, others, more = (
        st.container(key=key) for key in ("picker", "chart", "sliders", "others", "more")
    )
with picker:
    with st.container(horizontal=True, key="examples"):
        chips(words["explore"])
        reset_button(words["explore"])
    controls = loss_picker(words)
    formula = st.container(horizontal=True, vertical_alignment="center", key="formula")
with more:
    details = st.expander(words["explore"]["more"])
with details:
    settings(controls, words)
with sliders:
    elements = differentiated_sliders(controls, live=chart_is_live())
with others:
    other_sliders(controls, words)
    vector_sliders(controls, words)
with formula:
    formula_and_derivative(controls, words)
with details:
    reading(controls, words)
finish_restoring()

check_link(link, controls.expected)
with notices:
    show_notices(*controls.notices())


@st.fragment
def picture() -> None:
    """Draw the live chart. Touching another element runs only this again."""
    run_whole_page_if_asked()
    active = active_element(elements)
    shown = approached_element(elements) or active
    exploration = explore(controls.experiment(), shown.tensor, shown.index)
    live_chart(
        payload(exploration, elements, shown, words) | {"view": "projector" if in_projector_view() else "page"},
        ahead=shown != active,
        on_approach=approach_element,
        on_touch=lambda key: choose_element(key, elements),
        on_type=lambda text: type_value(text, active),
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"])


@st.fragment
def share() -> None:
    """Draw the button. Opening it runs only this, with every slider where it stands."""
    share_button(controls, elements, words)


with chart:
    picture()
with place_for_page():
    share()
