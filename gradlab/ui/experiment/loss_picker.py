"""The choice of a loss and of the number of elements, both bound to the address."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.text import LANGUAGES
from gradlab.text import words as words_of
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.formula import formula_fields
from gradlab.ui.experiment.reach import current_reach
from gradlab.ui.experiment.reductions import take_reduction
from gradlab.ui.experiment.whole_state import BATCH, MOST_SAMPLES, carried_state, leave_experiment, with_hidden
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.expectations import OneOf, Range
from gradlab.ui.frame.session import on_change, session

OPENING = "square"


def loss_picker(words: Mapping[str, Any]) -> Controls:
    """Draw the choice."""
    loss = LOSSES[session().declare("loss", OneOf(offered(), _meant()), OPENING, key="loss")]
    _loss_choice(words)
    controls = Controls(loss, loss.size, reach=current_reach())
    controls.size = _whole_number("elements", words["explore"]["elements"], *loss.sizes, loss.size)
    if loss.samples:
        controls.samples = _whole_number(BATCH, words["explore"]["samples"], 1, MOST_SAMPLES, 1)
    take_reduction(controls)
    formula_fields(controls, words)
    return controls


@cache
def offered() -> tuple[str, ...]:
    """The names of the losses in the order of the menu: those a course begins with, and at the end the rare ones."""
    return tuple(sorted(LOSSES, key=lambda name: (not LOSSES[name].starred, LOSSES[name].advanced)))


def label(name: str, words: Mapping[str, Any]) -> str:
    """A loss as the menu shows it, and what is looked for in it: PyTorch's name, the formula, the reader's name."""
    return " — ".join(part for part in (name, LOSSES[name].brief, words["names"][name]) if part)


@cache
def _meant() -> dict[str, str]:
    """Which loss is meant by each label; the browser sends what it shows, in the language it was sent."""
    return {label(name, words_of(code)): name for code in LANGUAGES for name in LOSSES}


def _loss_choice(words: Mapping[str, Any]) -> None:
    """Draw the menu. While it is used its message stays the same, and is not sent again however long it is."""
    st.selectbox(
        words["explore"]["loss"],
        offered(),
        key=session().widget("loss"),
        format_func=lambda name: label(name, words),
        required=True,
        on_change=on_change("loss", lambda: _take_over(session().value("loss"))),
        label_visibility="collapsed",
        disabled=is_locked("loss"),
        width=470,
    )


def _whole_number(key: str, label: str, low: int, high: int, default: int) -> int:
    """Draw a field for a number of elements or samples."""
    own = session()
    number = own.declare(key, Range(low, high, whole=True), default, key=key)
    told = {"key": own.widget(key), "on_change": on_change(key)}
    st.number_input(label, low, high, step=1, **told, disabled=is_locked(key), width=200)
    return number


def _take_over(name: str) -> None:
    """Change to another loss, at the values it can keep."""
    leave_experiment()
    session().give(with_hidden(carried_state(LOSSES[name], session().page.values)))
