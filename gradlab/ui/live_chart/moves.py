"""What the live chart asks of the page: another element's curve, a parameter's curves, or a typed value.

Each may be anything at all.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

import streamlit as st

from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.reach import reachable, wide_enough
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.notices import notify
from gradlab.ui.frame.session import session
from gradlab.ui.frame.whole_page import ask_for_whole_page
from gradlab.ui.live_chart.variations import FamilyParameter

_APPROACHED, _AT = "approached", "at"


def active_element(elements: Sequence[Element]) -> Element:
    """The element whose curve is shown: the one that was touched last, or the first."""
    keys = tuple(element.key for element in elements)
    key = _AT if len(keys) > 1 else ""
    return elements[keys.index(session().declare(_AT, OneOf(keys), keys[0], key=key, heard=not key))]


def element_slider(elements: Sequence[Element]) -> None:
    """Draw a slider out of sight by which the browser keeps which element it shows, to be heard in the next run.

    It comes last: it is not always there, and what stood behind it would be another to the browser.
    """
    keys = tuple(element.key for element in elements)
    if len(keys) > 1:
        told = {"key": session().widget(_AT, keys), "on_change": "ignore"}
        st.select_slider(_AT, keys, active_element(elements).key, **told, label_visibility="collapsed")


def approached(parameters: Sequence[FamilyParameter]) -> FamilyParameter | None:
    """The parameter whose curves are wanted. They are asked for once."""
    asked = _key(session().page.values.pop(_APPROACHED, ""))
    return next((parameter for parameter in parameters if parameter.key == asked), None)


def approach(asked: Any) -> None:
    """Send a parameter's curves before it is dragged."""
    session().page.values[_APPROACHED] = asked


def choose_element(asked: Any, elements: Sequence[Element]) -> None:
    """Show another element's curve from now on."""
    own = session()
    own.hear()
    if own.page.notices:
        own.page.notices.clear()
        ask_for_whole_page()
    chosen = _named(asked, elements)
    if chosen:
        own.give({_AT: chosen.key})
        own.page.history.moved({_AT: chosen.key})


def put_back(asked: Any) -> None:
    """Undo the move of a slider away from a value off its grid: `input0 2.347`."""
    key, _, text = str(asked).partition(" ")
    parameter = session().page.parameters.get(key)
    try:
        value = float(text)
    except ValueError:
        return
    if parameter and not parameter.heard and parameter.expected.takes(value):
        ask_for_whole_page()
        session().give({key: value})
        session().page.history.undoing = True


def _named(asked: Any, elements: Sequence[Element]) -> Element | None:
    """The element that the chart's text names."""
    return next((element for element in elements if element.key == _key(asked)), None)


def _key(asked: Any) -> str:
    """What the chart's text names. Behind it stands when it was asked for, which makes each text another."""
    return str(asked).partition(" ")[0]


def type_value(text: Any, element: Element) -> None:
    """Give the element exactly the typed value, off the slider's grid and beyond its ends too, where the loss takes it.

    Full-width digits are understood.
    """
    if is_locked(element.key) or is_locked("exact"):
        return
    ask_for_whole_page()
    try:
        number = float(unicodedata.normalize("NFKC", str(text)).replace("−", "-"))
    except ValueError:
        number = None
    if number is None or not wide_enough(element.slider, element.domain, number):
        notify("typed", expected=reachable(element.slider, element.domain), value=str(text)[:40])
    else:
        session().give({element.key: number + 0.0})  # "-0" is 0 to a slider
