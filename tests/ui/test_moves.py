"""Messages from a browser may be anything."""

import pytest
import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.elements import elements_of
from gradlab.ui.live_chart import moves

A = elements_of(LOSSES["square"], "A", 2)


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """A session and an address of our own."""
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", {})
    return st.session_state


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), (" -2 ", -2.0), ("−2", -2.0), ("１．２５", 1.25), ("1e-3", 0.001), ("5", 5.0), ("-0", 0.0)],
)
def test_a_typed_number_is_taken_exactly(session, text, value):
    moves.type_value(text, A[0])
    assert session["restoring"] == {"A0": value}
    assert session["notices"] == []


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "1e13", "1,5", "x" * 10**6, None, [], {}, 1 + 2j])
def test_anything_else_typed_changes_nothing_and_is_noticed(session, text):
    moves.type_value(text, A[0])
    assert "restoring" not in session
    ((kind, details),) = session["notices"]
    assert kind == "typed"
    assert len(details["value"]) <= 40


def test_a_touched_element_goes_into_the_address_and_the_first_needs_no_mention():
    moves.choose_element("A1", A)
    assert st.query_params == {"at": "A1"}
    assert moves.active_element(A) == A[1]
    moves.choose_element("A0", A)
    assert st.query_params == {}
    assert moves.active_element(A) == A[0]


@pytest.mark.parametrize("key", ["A2", "loss", "", None, 3, ["A1"], {"A1": 1}])
def test_anything_else_touched_changes_nothing(key):
    moves.choose_element(key, A)
    assert st.query_params == {}
