"""The choice of a loss: its family, its name and the number of elements, each bound to the address."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.losses import FAMILIES, LOSSES, Loss
from gradlab.ui.address import restore, set_parameter
from gradlab.ui.controls import Controls
from gradlab.ui.notices import OneOf, Range, clear_notices
from gradlab.ui.state import carried_state

OPENING = "square"


def loss_picker(words: Mapping[str, Any]) -> Controls:
    """Draw the choice, with the loss's formula beside it."""
    loss = LOSSES.get(st.session_state.get("loss") or st.query_params.get("loss"), LOSSES[OPENING])
    with st.container(horizontal=True, vertical_alignment="center", key="loss-picker"):
        _family_choice(loss, words)
        _loss_choice(loss, words["explore"]["loss"])
        size = _size_choice(loss, words["explore"]["elements"])
        parameters = {p.name: st.session_state.get(p.name, p.default) for p in loss.parameters}
        st.latex(loss.written(loss.formula, parameters), width="content", help=words["losses"][loss.name])
    return Controls(loss, size, expected={"loss": OneOf(tuple(LOSSES)), "elements": Range(*loss.sizes)})


def _family_choice(loss: Loss, words: Mapping[str, Any]) -> None:
    st.session_state["family"] = loss.family
    st.segmented_control(
        words["explore"]["family"],
        FAMILIES,
        key="family",
        format_func=lambda family: words["families"][family],
        required=True,
        on_change=lambda: _take_over(_names(st.session_state["family"])[0]),
        label_visibility="collapsed",
    )


def _loss_choice(loss: Loss, label: str) -> None:
    # No default: the address would leave it out, and what it means would depend on the family.
    st.session_state.setdefault("loss", loss.name)
    st.selectbox(
        label,
        _names(loss.family),
        index=None,
        key="loss",
        bind="query-params",
        required=True,
        on_change=lambda: _take_over(st.session_state["loss"]),
        label_visibility="collapsed",
        width=230,
    )


def _size_choice(loss: Loss, label: str) -> int:
    low, high = loss.sizes
    st.markdown(label, width="content")
    return st.number_input(
        label,
        low,
        high,
        loss.size,
        key="elements",
        bind="query-params",
        on_change=clear_notices,
        label_visibility="collapsed",
        width=130,
    )


def _names(family: str) -> list[str]:
    return [loss.name for loss in LOSSES.values() if loss.family == family]


def _take_over(name: str) -> None:
    """Change to another loss, at the values it can keep."""
    clear_notices()
    set_parameter("at", None)
    restore(carried_state(LOSSES[name], st.session_state))
