"""What the live chart asks of the page: another element's curve, a parameter's curves, or a typed value.

Each may be anything at all.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

import streamlit as st

from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.reach import reachable, wide_enough
from gradlab.ui.frame.address import parameter, restore, set_parameter
from gradlab.ui.frame.history import go_back_to
from gradlab.ui.frame.notices import clear_notices, notify
from gradlab.ui.frame.whole_page import ask_for_whole_page
from gradlab.ui.live_chart.variations import FamilyParameter


def active_element(elements: Sequence[Element]) -> Element:
    """The element whose curve is shown: the address's `at`, or the first."""
    at = parameter("at", [element.key for element in elements])
    return _named(at, elements) or elements[0]


def approached(
    elements: Sequence[Element], parameters: Sequence[FamilyParameter]
) -> tuple[Element | None, FamilyParameter | None]:
    """The element whose curve is wanted ahead, or the parameter whose curves are. They are asked for once."""
    asked = st.session_state.pop("approached", "")
    return _named(asked, elements), next((p for p in parameters if p.key == _key(asked)), None)


def approach(asked: Any) -> None:
    """Send an element's curve before it is touched, a parameter's before it is dragged."""
    st.session_state["approached"] = asked


def choose_element(asked: Any, elements: Sequence[Element]) -> None:
    """Show another element's curve from now on."""
    if st.session_state.get("notices"):
        clear_notices()
        ask_for_whole_page()
    chosen = _named(asked, elements)
    if chosen:
        set_parameter("at", None if chosen == elements[0] else chosen.key)


def put_back(asked: Any, elements: Sequence[Element]) -> None:
    """Undo the move of a slider away from a value off its grid: `input0 2.347`."""
    element, (_, _, text) = _named(asked, elements), str(asked).partition(" ")
    try:
        value = float(text)
    except ValueError:
        return
    if element and element.takes(value):
        clear_notices()
        ask_for_whole_page()
        go_back_to({element.key: value})


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
    clear_notices()
    ask_for_whole_page()
    try:
        number = float(unicodedata.normalize("NFKC", str(text)).replace("−", "-"))
    except ValueError:
        number = None
    if number is None or not wide_enough(element.slider, element.domain, number):
        notify("typed", expected=reachable(element.slider, element.domain), value=str(text)[:40])
    else:
        restore({element.key: number + 0.0})  # "-0" is 0 to a slider
