"""The live chart on the page: what it is given, and what it may ask for."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.ui.browser.packing import Part
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import hidden_results, is_locked
from gradlab.ui.frame.expectations import written
from gradlab.ui.frame.session import on_action, session
from gradlab.ui.frame.turns import in_turn
from gradlab.ui.frame.whole_page import ask_for_whole_page, run_whole_page_if_asked
from gradlab.ui.live_chart import chart_code, chart_is_live, live_chart
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.moves import (
    active_element,
    approach,
    approached,
    choose_element,
    element_slider,
    put_back,
    type_value,
)
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part
from gradlab.ui.live_chart.route import curve_route
from gradlab.ui.live_chart.variations import family_parameters
from gradlab.ui.live_chart.variations_payload import family_part
from gradlab.ui.live_chart.views import Scene, View
from gradlab.ui.live_chart.views.switches import open_views


def follows_sliders() -> bool:
    """Whether the chart has its curve brought by the browser where a slider is released: the page need not hear it."""
    return chart_is_live() and bool(curve_route())


def picture_code(words: Words) -> None:
    """Send the live chart's scripts."""
    chart_code(words, curve_route())


def picture(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the live chart."""
    _chart(controls, elements, words)
    element_slider(elements)


@st.fragment
def _chart(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the chart alone. Touching another element or a parameter runs only this again."""
    run_whole_page_if_asked()
    active = active_element(elements)
    experiment = controls.experiment()
    parameter = approached(family_parameters(experiment))
    with in_turn():
        exploration = explore(experiment, active)
    views, values = open_views(controls), session().page.values
    scene = Scene(controls, exploration, elements, active, words, values, asks=bool(curve_route()))
    live_chart(
        curve=curve_part(scene),
        page=page_part(scene, views),
        state=Part(as_json(_state_of_the_page(controls, elements, views, words))),
        now=Part(as_json(session().page.history.counted)),
        family=family_part(experiment, active, parameter) if parameter else None,
        on_approach=approach,
        on_touch=lambda key: choose_element(key, elements),
        on_type=on_action(lambda text: type_value(text, active_element(elements))),
        on_undone=on_action(put_back),
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"], hidden_results())


def _state_of_the_page(
    controls: Controls, elements: list[Element], views: Mapping[str, View], words: Words
) -> dict[str, Any]:
    """How the page is shown and called, what of it is hidden or locked, which of its sliders move unheard, and
    what the browser needs to ask the server for more.
    """
    own = session().page
    what = words["app"]["at"].format(loss=words["names"][controls.loss.name], position="{position}")
    return {
        "document": words["app"]["document"].format(what=what),
        "quiet": [parameter.key for parameter in own.parameters.values() if not parameter.heard],
        "hidden": " ".join(hidden_results()),
        "locked": [element.key for element in elements if is_locked(element.key) or is_locked("exact")],
        "reach": controls.reach,
        "open": list(views),
        "values": {name: written(own.values[name]) for view in views.values() for name in view.reads},
    }
