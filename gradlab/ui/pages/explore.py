"""Explore: drag the point, and the tangent turns with the unscaled gradient."""

import streamlit as st

from gradlab.ui.address import begin_restoring, finish_restoring, opened_with
from gradlab.ui.chips import chips, reset_button
from gradlab.ui.controls import other_sliders, precision_controls, primary_sliders
from gradlab.ui.exploration import explore
from gradlab.ui.live_chart import chart_is_live, live_chart
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.payload import payload
from gradlab.ui.loss_picker import loss_picker
from gradlab.ui.moves import (
    active_element,
    ask_for_whole_page,
    choose_element,
    run_whole_page_if_asked,
    type_value,
)
from gradlab.ui.notices import check_link, show_notices
from gradlab.ui.presentation import current_words, in_projector_view, place_for_page
from gradlab.ui.sharing import share_button

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
with sliders:
    elements = primary_sliders(controls, live=chart_is_live())
with others:
    other_sliders(controls, words)
with more, st.expander(words["explore"]["more"]):
    precision_controls(controls, words)
finish_restoring()

check_link(link, controls.expected)
with notices:
    show_notices(*controls.notices())


@st.fragment
def picture() -> None:
    """Draw the live chart. Touching another element runs only this again."""
    run_whole_page_if_asked()
    active = active_element(elements)
    exploration = explore(controls.experiment(), active.tensor, active.index)
    live_chart(
        payload(exploration, elements, active, words) | {"view": "projector" if in_projector_view() else "page"},
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
