"""A field for a number looks up its own value, however much else the session holds."""

from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from gradlab.ui.frame.server import ready_for_a_class


def page(fields):
    import streamlit as st

    for field in range(fields):
        st.number_input("own", 0.0, 9.0, key=f"own{field}")


def test_fields_do_not_read_what_is_not_theirs(monkeypatch):
    ready_for_a_class()
    read, look_up = [], SessionState.__getitem__

    def noted(state, key):
        read.append(key)
        return look_up(state, key)

    monkeypatch.setattr(SessionState, "__getitem__", noted)

    def reads(fields):
        read.clear()
        app = AppTest.from_function(page, args=(fields,))
        app.session_state["own0"], app.session_state["another"] = 3.0, 1.0
        app.run()
        assert app.number_input[0].value == 3.0
        return read.count("another")

    assert reads(fields=5) == reads(fields=1)  # the test's own
