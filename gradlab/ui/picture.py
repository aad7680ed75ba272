"""The live chart on the page: what it is given, and what it may ask for."""

import streamlit as st

from gradlab.ui.controls import Controls, Words
from gradlab.ui.elements import Element
from gradlab.ui.exploration import explore
from gradlab.ui.live_chart import chart_is_live, live_chart
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.payload import payload
from gradlab.ui.moves import (
    active_element,
    approach_element,
    approached_element,
    ask_for_whole_page,
    choose_element,
    run_whole_page_if_asked,
    type_value,
)
from gradlab.ui.presentation import in_projector_view
from gradlab.ui.views import Scene
from gradlab.ui.views.switches import open_views


@st.fragment
def picture(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the live chart. Touching another element runs only this again."""
    run_whole_page_if_asked()
    active = active_element(elements)
    shown = approached_element(elements) or active
    exploration = explore(controls.experiment(), shown)
    scene = Scene(controls, exploration, elements, shown, words)
    live_chart(
        payload(scene, open_views(controls)) | {"view": "projector" if in_projector_view() else "page"},
        ahead=shown != active,
        on_approach=approach_element,
        on_touch=lambda key: choose_element(key, elements),
        on_type=lambda text: type_value(text, active),
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"])
