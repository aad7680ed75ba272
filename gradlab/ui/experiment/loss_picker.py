"""The choice of a loss: a group, its name and the number of elements, the last two bound to the address."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from gradlab.compute.losses import FAMILIES, LOSSES, Loss
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
    loss = LOSSES[session().declare("loss", OneOf(tuple(LOSSES)), OPENING, key="loss")]
    group = _group_choice(loss, words)
    _loss_choice(group, words["explore"]["loss"])
    controls = Controls(loss, loss.size, reach=current_reach())
    controls.size = _whole_number("elements", words["explore"]["elements"], *loss.sizes, loss.size)
    if loss.samples:
        controls.samples = _whole_number(BATCH, words["explore"]["samples"], 1, MOST_SAMPLES, 1)
    take_reduction(controls)
    formula_fields(controls, words)
    return controls


@cache
def groups() -> dict[str, list[str]]:
    """The names of the losses in each group: the starred ones a course begins with, the families, the rare ones."""
    found = {"starred": [loss.name for loss in LOSSES.values() if loss.starred]}
    found |= {family: [loss.name for loss in LOSSES.values() if loss.family == family] for family in FAMILIES}
    rare = {loss.name for loss in LOSSES.values() if loss.advanced}
    common = {group: [name for name in names if name not in rare] for group, names in found.items()}
    return {group: names for group, names in (common | {"advanced": sorted(rare)}).items() if names}


def _group_choice(loss: Loss, words: Mapping[str, Any]) -> str:
    """The group is a way to a loss, no part of the state: a loss that came by a link is shown in its family."""
    own, offered = session(), groups()
    expected = OneOf(tuple(offered), {label: group for code in LANGUAGES for group, label in _labels(code).items()})
    home = "advanced" if loss.advanced else loss.family
    if loss.name not in offered[own.declare("group", expected, home, key="group", in_address=False)]:
        own.give({"group": home})
    st.selectbox(
        words["explore"]["family"],
        list(offered),
        key=own.widget("group"),
        format_func=lambda group: (words["groups"] | words["families"]).get(group, group),
        required=True,
        on_change=on_change("group", lambda: _take_over(offered[session().value("group")][0])),
        label_visibility="collapsed",
        disabled=is_locked("loss"),
        width=170,
    )
    return own.value("group")


def _labels(language: str) -> dict[str, str]:
    """How the groups are called; the browser sends what it shows, in the language it was sent."""
    words = words_of(language)
    return words["groups"] | words["families"]


def _loss_choice(group: str, label: str) -> None:
    st.selectbox(
        label,
        groups()[group],
        key=session().widget("loss"),
        required=True,
        on_change=on_change("loss", lambda: _take_over(session().value("loss"))),
        label_visibility="collapsed",
        disabled=is_locked("loss"),
        width=230,
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
