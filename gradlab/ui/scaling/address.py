"""What a link says of gradient to step, by the names it uses, and the page's own keys for that in the session.

No key belongs to two pages, so they bear the page's name. A link is read when the page is opened; from then on the
session knows better, and the browser is told what the address should say.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import streamlit as st

from gradlab.ui.frame.address import note_state
from gradlab.ui.frame.link import FORMAT_VERSION
from gradlab.ui.frame.notices import Expectation, OneOf, Range, notify

_PREFIX = "scaling-"
_LINK = f"{_PREFIX}link"


def key_of(name: str) -> str:
    """The key in the session of what a link calls `name`."""
    return f"{_PREFIX}{name}"


def open_link(names: tuple[str, ...]) -> Mapping[str, str]:
    """What the link says under these names. The first run of a visit reads it and forgets the last visit."""
    if key_of("model") not in st.session_state:  # its widget is always drawn: another page was open, or none
        _forget()
        said = st.query_params.to_dict()
        st.session_state[_LINK] = {name: said[name] for name in names if name in said}
    return st.session_state[_LINK]


def go_to(state: Mapping[str, Any]) -> None:
    """Give widgets these values. Call it in a callback."""
    _forget()
    st.session_state[_LINK] = {}
    st.session_state.update({key_of(name): value for name, value in state.items()})


def go_back_to_link(link: Mapping[str, str]) -> None:
    """Give all widgets what a link says. Call it in a callback."""
    _forget()
    st.session_state[_LINK] = dict(link)


def fill_in(name: str, expectation: Expectation, usual: Any) -> None:
    """Before a widget is drawn for the first time: give it the link's value, or else the usual one."""
    if key_of(name) not in st.session_state:
        raw = st.session_state[_LINK].get(name)
        value = None if raw is None else _read(raw, expectation)
        st.session_state[key_of(name)] = usual if value is None else value


def check(link: Mapping[str, str], expected: Mapping[str, Expectation], shown: Mapping[str, Any]) -> None:
    """Note the page's state, and once, when it has opened, what the link gave that could not be used."""
    note_state(dict(shown))
    if "opened_state" in st.session_state:
        return
    st.session_state["opened_state"] = dict(shown)
    if link.get("v", FORMAT_VERSION) != FORMAT_VERSION:
        notify("version", value=link["v"], known=FORMAT_VERSION)
    for name, raw in link.items():
        if name in expected and not expected[name].reads(raw, shown[name]):
            notify("link", name=name, value=raw, expected=expected[name], shown=shown[name])


def _read(raw: str, expectation: Expectation) -> Any:
    """The value that a link's text means, or None."""
    if isinstance(expectation, OneOf):
        return next((option for option in expectation.options if expectation.reads(raw, option)), None)
    assert isinstance(expectation, Range)
    try:
        number = float(raw)
    except ValueError:
        return None
    if not isfinite(number) or not expectation.low <= number <= expectation.high:
        return None
    return int(number) if expectation.whole else number


def _forget() -> None:
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        del st.session_state[key]
