"""Messages from a browser may be anything."""

import pytest
import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.elements import elements_of
from gradlab.ui.frame.page_session import PageSession
from gradlab.ui.frame.session import Session
from gradlab.ui.live_chart import moves

A = elements_of(LOSSES["square"], "A", 2)


@pytest.fixture(autouse=True)
def page(monkeypatch) -> PageSession:
    """A page of a session of our own."""
    page = PageSession()
    own = Session(PageSession(), {"explore": page}, "explore")
    monkeypatch.setattr(st, "session_state", {"session": own})
    return page


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), (" -2 ", -2.0), ("−2", -2.0), ("１．２５", 1.25), ("1e-3", 0.001), ("5", 5.0), ("-0", 0.0)],
)
def test_a_typed_number_is_taken_exactly(page, text, value):
    moves.type_value(text, A[0])
    assert repr(page.values) == repr({"A0": value})
    assert page.notices == []


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "1e13", "1,5", "x" * 10**6, None, [], {}, 1 + 2j])
def test_anything_else_typed_changes_nothing_and_is_noticed(page, text):
    moves.type_value(text, A[0])
    assert page.values == {}
    ((kind, details),) = page.notices
    assert kind == "typed"
    assert len(details["value"]) <= 40


def test_a_touched_element_is_the_active_one_until_another_is():
    assert moves.active_element(A) == A[0]
    moves.choose_element("A1 17", A)
    assert moves.active_element(A) == A[1]
    moves.choose_element("A0 18", A)
    assert moves.active_element(A) == A[0]


@pytest.mark.parametrize("key", ["A2", "loss", "", None, 3, ["A1"], {"A1": 1}])
def test_anything_else_touched_changes_nothing(page, key):
    moves.choose_element(key, A)
    assert page.values == {}
