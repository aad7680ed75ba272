"""The field for a formula of the reader's own: a parameter that is text."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.expression import ExpressionError
from gradlab.compute.losses import Loss, Parameter
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.expectations import Text
from gradlab.ui.frame.notices import as_code
from gradlab.ui.frame.session import on_change, session


def formulas(loss: Loss) -> list[Parameter]:
    """The parameters that are a reader's own text."""
    return [parameter for parameter in loss.parameters if isinstance(parameter.default, str) and not parameter.choices]


def formula_fields(controls: Controls, words: Words) -> None:
    """Draw the fields. What cannot be used stays in its field, with the reason; the page keeps the last that could."""
    for parameter in formulas(controls.loss):
        key, kept = parameter.name, f"kept {parameter.name}"
        own = session()
        text = own.declare(key, Text(), parameter.default, key=key)
        st.text_input(
            words["explore"]["formula"],
            key=own.widget(key),
            help=words["explore"]["formula_help"],
            on_change=on_change(key, partial(_make_room, controls.loss, parameter)),
            disabled=is_locked(key),
            width=360,
        )
        try:
            parameter.check(text)
            own.page.values[kept] = text
            shown = text
        except ExpressionError as error:
            shown = own.page.values.get(kept, parameter.default)
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
    parameters: dict[str, Any] = {parameter.name: session().value(parameter.name)}
    try:
        needed = loss.needs(parameters)
    except ExpressionError:
        return
    if session().value("elements") < needed.size:
        session().give({"elements": needed.size})
