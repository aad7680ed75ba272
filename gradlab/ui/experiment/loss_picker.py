"""The choice of a loss: a group, its name and the number of elements, the last two bound to the address."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import streamlit as st

from gradlab.compute.losses import FAMILIES, LOSSES, Loss
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.formula import formula_fields
from gradlab.ui.experiment.reach import current_reach
from gradlab.ui.experiment.whole_state import BATCH, MOST_SAMPLES, carried_state, with_hidden
from gradlab.ui.frame.address import asked_number, forget, leave_experiment, restore
from gradlab.ui.frame.notices import OneOf, Range, clear_notices

OPENING = "square"


def loss_picker(words: Mapping[str, Any]) -> Controls:
    """Draw the choice."""
    loss = LOSSES.get(st.session_state.get("loss") or st.query_params.get("loss"), LOSSES[OPENING])
    group = _group_choice(loss, words)
    _loss_choice(loss, group, words["explore"]["loss"])
    controls = Controls(loss, loss.size, reach=current_reach(), expected={"loss": OneOf(tuple(LOSSES))})
    controls.size = _whole_number(controls, "elements", words["explore"]["elements"], *loss.sizes, loss.size)
    if loss.samples:
        controls.samples = _whole_number(controls, BATCH, words["explore"]["samples"], 1, MOST_SAMPLES, 1)
    formula_fields(controls, words)
    return controls


def groups() -> dict[str, list[str]]:
    """The names of the losses in each group: the starred ones a course begins with, the families, the rare ones."""
    found = {"starred": [loss.name for loss in LOSSES.values() if loss.starred]}
    found |= {family: [loss.name for loss in LOSSES.values() if loss.family == family] for family in FAMILIES}
    rare = {loss.name for loss in LOSSES.values() if loss.advanced}
    common = {group: [name for name in names if name not in rare] for group, names in found.items()}
    return {group: names for group, names in (common | {"advanced": sorted(rare)}).items() if names}


def _group_choice(loss: Loss, words: Mapping[str, Any]) -> str:
    """The group is a way to a loss, no part of the state: a loss that came by a link is shown in its family."""
    offered = groups()
    own = "advanced" if loss.advanced else loss.family
    if loss.name not in offered.get(st.session_state.get("group"), []):
        st.session_state["group"] = own
    return st.selectbox(
        words["explore"]["family"],
        list(offered),
        key="group",
        format_func=lambda group: (words["groups"] | words["families"])[group],
        required=True,
        on_change=lambda: _take_over(offered[st.session_state["group"]][0]),
        label_visibility="collapsed",
        width=170,
    )


def _loss_choice(loss: Loss, group: str, label: str) -> None:
    # No default: the address would leave it out, and what it means would depend on the family.
    st.session_state.setdefault("loss", loss.name)
    st.selectbox(
        label,
        groups()[group],
        index=None,
        key="loss",
        bind="query-params",
        required=True,
        on_change=lambda: _take_over(st.session_state["loss"]),
        label_visibility="collapsed",
        width=230,
    )


def _whole_number(controls: Controls, key: str, label: str, low: int, high: int, default: int) -> int:
    """Draw a field for a number of elements or samples, bound to the address under its key."""
    controls.expected[key] = Range(low, high, whole=True)
    st.markdown(label, width="content")
    # Streamlit 1.67 raises OverflowError where the address says inf to a field of whole numbers.
    readable = isfinite(asked_number(key) or 0)
    if not readable:
        forget(key)
    return st.number_input(
        label,
        low,
        high,
        default,
        key=key,
        bind="query-params" if readable else None,
        on_change=clear_notices,
        label_visibility="collapsed",
        width=130,
    )


def _take_over(name: str) -> None:
    """Change to another loss, at the values it can keep."""
    clear_notices()
    leave_experiment()
    restore(with_hidden(carried_state(LOSSES[name], st.session_state)))
