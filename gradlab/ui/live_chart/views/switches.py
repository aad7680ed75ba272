"""Which views are open: the row of switches over the chart, and its place in the address."""

import streamlit as st

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.address import set_parameter, several
from gradlab.ui.frame.notices import Expectation, SomeOf, Written, clear_notices
from gradlab.ui.live_chart.views import VIEWS, View
from gradlab.ui.live_chart.views.descent import own_expected as descent_expected
from gradlab.ui.live_chart.views.pin import read_pin
from gradlab.ui.live_chart.views.script import view_script

_SHOWN = "show"

# The views that have a switch, and a name in the address.
_SWITCHED = {name: view for name, view in VIEWS.items() if not view.always}


def own_expected(controls: Controls) -> dict[str, Expectation]:
    """What the address may say that belongs to no widget."""
    pinned = Written("pinned", read_pin)
    return {_SHOWN: SomeOf(tuple(_SWITCHED)), "pin": pinned, **descent_expected(controls)}


def open_views(controls: Controls) -> dict[str, View]:
    """The views that are open, always or as the address names them (`?show=slope.secant`), of the possible ones."""
    named = several(_SHOWN, tuple(_SWITCHED))
    return {n: view for n, view in VIEWS.items() if (view.always or n in named) and view.possible(controls)}


def view_switches(controls: Controls, words: Words) -> None:
    """Draw the switches."""
    st.session_state["views"] = [name for name in open_views(controls) if name in _SWITCHED]
    st.pills(
        words["views"]["show"],
        [name for name, view in _SWITCHED.items() if view.possible(controls)],
        selection_mode="multi",
        key="views",
        format_func=lambda name: words["views"][name]["name"],
        on_change=_switched,
        args=(controls,),
        label_visibility="collapsed",
    )


def view_controls(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the widgets of the views that are open, and send their scripts."""
    for name, view in open_views(controls).items():
        if view.add:
            view_script(name)
        if view.controls:
            with st.container(key=f"view-{name}"):
                view.controls(controls, elements, words)


def _switched(controls: Controls) -> None:
    clear_notices()
    before, now = open_views(controls), st.session_state["views"]
    for name, view in _SWITCHED.items():
        if name in now and name not in before:
            view.opened(controls)
        elif name in before and name not in now:
            view.closed()
    set_parameter(_SHOWN, ".".join(name for name in _SWITCHED if name in now) or None)
