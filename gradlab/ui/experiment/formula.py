"""The field for a formula of the reader's own: a parameter that is text."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.compute.expression import ExpressionError
from gradlab.compute.losses import Loss, Parameter
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.frame.address import restore
from gradlab.ui.frame.notices import Text, as_code, clear_notices


def formulas(loss: Loss) -> list[Parameter]:
    """The parameters that are a reader's own text."""
    return [parameter for parameter in loss.parameters if isinstance(parameter.default, str) and not parameter.choices]


def formula_fields(controls: Controls, words: Words) -> None:
    """Draw the fields. What cannot be used stays in its field, with the reason; the page keeps the last that could."""
    for parameter in formulas(controls.loss):
        key, kept = parameter.name, f"kept_{parameter.name}"
        controls.expected[key] = Text()
        text = st.text_input(
            words["explore"]["formula"],
            parameter.default,
            key=key,
            bind="query-params",
            help=words["explore"]["formula_help"],
            on_change=_make_room,
            args=(controls.loss, parameter),
            width=360,
        )
        try:
            parameter.check(text)
            st.session_state[kept] = text
            shown = text
        except ExpressionError as error:
            shown = st.session_state.get(kept, parameter.default)
            reason = worded(error, words["formula_error"])
            still = words["explore"]["formula_kept"].format(formula=as_code(shown))
            st.error(reason + words["sentence"]["between"] + still, icon=":material/error:")
        controls.parameters[key] = shown
    needed = controls.loss.needs(controls.parameters)
    controls.size = max(controls.size, needed.size)
    controls.needed = needed.tensors


def worded(error: ExpressionError, sentences: Mapping[str, str]) -> str:
    """The error in the reader's language; what they typed is shown as code."""
    details = {name: as_code(value) if isinstance(value, str) else value for name, value in error.details.items()}
    sentence = re.sub(r"([*_<>$\[\]])", r"\\\1", sentences[error.problem])  # its * and < are no Markdown
    return sentence.format(column=error.column, **details)


def _make_room(loss: Loss, parameter: Parameter) -> None:
    """Give the tensors as many elements as the new formula speaks of."""
    clear_notices()
    parameters: dict[str, Any] = {parameter.name: st.session_state[parameter.name]}
    try:
        needed = loss.needs(parameters)
    except ExpressionError:
        return
    if st.session_state.get("elements", loss.size) < needed.size:
        restore({"elements": needed.size})
