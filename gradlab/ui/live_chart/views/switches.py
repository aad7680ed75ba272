"""Which views are open: the row of switches over the chart, and its place in the address."""

from functools import partial

import streamlit as st

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import hidden_results, is_locked
from gradlab.ui.frame.expectations import SomeOf, Written
from gradlab.ui.frame.session import on_change, session
from gradlab.ui.live_chart.views import VIEWS, View
from gradlab.ui.live_chart.views.descent import declare_trail
from gradlab.ui.live_chart.views.pin import read_pin
from gradlab.ui.live_chart.views.script import view_script

_SHOWN, _SWITCHES = "show", "views"

# The views that have a switch, and a name in the address.
_SWITCHED = {name: view for name, view in VIEWS.items() if not view.always}


def declare_views(controls: Controls) -> None:
    """What a link may say of the views: which are open (`?show=slope.secant`), and what they have kept."""
    session().declare(_SHOWN, SomeOf(_possible(controls)), ())
    session().declare("pin", Written("pinned", read_pin), "")
    declare_trail(controls.experiment())


def open_views(controls: Controls) -> dict[str, View]:
    """The views that are open, always or by their switch, of the possible ones."""
    switched, offered = session().value(_SHOWN), _offered(controls)
    return {n: view for n, view in VIEWS.items() if (n in switched and n in offered) or _always(view, controls)}


def view_switches(controls: Controls, words: Words) -> None:
    """Draw the switches."""
    own, offered = session(), _offered(controls)
    own.declare(_SWITCHES, SomeOf(offered), (), key=_SWITCHES, in_address=False)
    own.give({_SWITCHES: tuple(name for name in own.value(_SHOWN) if name in offered)})
    st.pills(
        words["views"]["show"],
        offered,
        selection_mode="multi",
        key=own.widget(_SWITCHES),
        format_func=lambda name: words["views"][name]["name"],
        on_change=on_change(_SWITCHES, partial(_switched, controls)),
        label_visibility="collapsed",
        disabled=is_locked(_SWITCHES),
    )


def _always(view: View, controls: Controls) -> bool:
    return view.always and view.possible(controls)


def _offered(controls: Controls) -> tuple[str, ...]:
    """Those that show nothing that a worksheet hides."""
    secret = "numbers" in hidden_results()
    return tuple(name for name in _possible(controls) if not (secret and VIEWS[name].tells))


def _possible(controls: Controls) -> tuple[str, ...]:
    return tuple(name for name, view in _SWITCHED.items() if view.possible(controls))


def view_controls(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the widgets of the views that are open, and send their scripts."""
    for name, view in open_views(controls).items():
        if view.add:
            view_script(name)
        if view.controls:
            with st.container(key=f"view-{name}"):
                view.controls(controls, elements, words)


def _switched(controls: Controls) -> None:
    before, now = session().value(_SHOWN), session().value(_SWITCHES)
    session().give({_SHOWN: tuple(name for name in _SWITCHED if name in now)})
    for name, view in _SWITCHED.items():
        if name in now and name not in before:
            view.opened(controls)
        elif name in before and name not in now:
            view.closed()
