"""The live chart on the page: what it is given, and what it may ask for."""

from typing import Any

import streamlit as st

from gradlab.ui.browser.packing import Part
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import hidden_results, is_locked
from gradlab.ui.frame.presentation import in_projector_view
from gradlab.ui.frame.session import on_action, session
from gradlab.ui.frame.whole_page import ask_for_whole_page, run_whole_page_if_asked
from gradlab.ui.live_chart import chart_code, chart_is_live, live_chart
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.moves import (
    active_element,
    approach,
    approached,
    choose_element,
    put_back,
    type_value,
)
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part
from gradlab.ui.live_chart.variations import family_parameters
from gradlab.ui.live_chart.variations_payload import family_part
from gradlab.ui.live_chart.views import Scene
from gradlab.ui.live_chart.views.switches import open_views


def picture(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the live chart, with its scripts."""
    chart_code(words)
    _chart(controls, elements, words)


@st.fragment
def _chart(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the chart alone. Touching another element or a parameter runs only this again."""
    run_whole_page_if_asked()
    active = active_element(elements)
    experiment = controls.experiment()
    element, parameter = approached(elements, family_parameters(experiment))
    shown = element or active
    exploration = explore(experiment, shown)
    scene = Scene(controls, exploration, elements, shown, words)
    views, ahead = open_views(controls), shown != active
    later = [name for name, view in views.items() if ahead and view.later]
    sent = {name: view for name, view in views.items() if name not in later}
    live_chart(
        curve=curve_part(scene),
        page=page_part(scene, sent, **_of_the_page(experiment.loss, elements, words), later=later),
        now=Part(as_json({"ahead": ahead, **session().page.history.counted})),
        family=family_part(experiment, active, parameter) if parameter else None,
        on_approach=approach,
        on_touch=lambda key: choose_element(key, elements),
        on_type=on_action(lambda text: type_value(text, active)),
        on_undone=on_action(lambda asked: put_back(asked, elements)),
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"])


def _of_the_page(loss: str, elements: list[Element], words: Words) -> dict[str, Any]:
    """How the page is shown and called, what of it is hidden or locked, and which of its sliders move unheard."""
    quiet = [parameter.key for parameter in session().page.parameters.values() if not parameter.heard]
    locked = [element.key for element in elements if is_locked(element.key) or is_locked("exact")]
    what = words["app"]["at"].format(loss=words["names"][loss], position="{position}")
    title = words["app"]["document"].format(what=what)
    shown = {"view": "projector" if in_projector_view() else "page", "document": title}
    return {**shown, "quiet": quiet, "hidden": " ".join(hidden_results()), "locked": locked}
