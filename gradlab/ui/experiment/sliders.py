"""The widgets of an experiment's numbers: its tensors' elements and its parameters, each bound to the address."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.losses import Loss, Parameter, Slider, TensorArgument
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element, elements_of
from gradlab.ui.frame.notices import OneOf, Range, clear_notices, notify

OnChange = str | Callable[[], None]


def differentiated_sliders(controls: Controls, *, live: bool) -> list[Element]:
    """Draw a slider for each element that is differentiated.

    While the chart is live it follows them in the browser, so a move sends nothing.
    """
    on_change = "ignore" if live else "rerun"
    return [
        element for argument in controls.differentiated for element in _sliders(controls, argument, on_change=on_change)
    ]


def other_sliders(controls: Controls, words: Words) -> None:
    """Draw what the loss takes besides: other tensors, and the parameters. The server redraws the curve for these."""
    tensors, parameters = st.container(gap=None), st.container(gap=None)
    with parameters:  # first, for the classes a target can have depend on them
        for parameter in controls.loss.parameters:
            if parameter.slider or parameter.choices:
                controls.parameters[parameter.name] = _parameter(controls, parameter)
    with tensors:
        for argument in controls.present:
            if argument in controls.differentiated:
                continue
            if argument.slider:
                _sliders(controls, argument, on_change=clear_notices)
            else:
                _choices(controls, argument, words)


def slider(
    controls: Controls,
    key: str,
    label: str,
    offered: Slider,
    default: float,
    on_change: OnChange,
    *,
    locked: bool = False,
) -> float:
    """Draw one slider, bound to the address under its key."""
    controls.expected[key] = Range(offered.low, offered.high)
    controls.quiet += [key] if on_change == "ignore" else []
    bounds = (offered.low, offered.high, default, offered.step)
    bound = {"key": key, "bind": "query-params", "format": "%g"}
    return st.slider(label, *bounds, **bound, on_change=on_change, disabled=locked)


def one_of(
    controls: Controls,
    key: str,
    options: tuple[Any, ...],
    default: Any,
    label: str,
    on_change: OnChange = clear_notices,
    *,
    locked: bool = False,
) -> Any:
    """Draw a choice among a few names, bound to the address under its key."""
    controls.expected[key] = OneOf(options)
    bound = {"key": key, "bind": "query-params", "on_change": on_change}
    return st.selectbox(label, options, options.index(default), **bound, width=170, disabled=locked)


def _sliders(controls: Controls, argument: TensorArgument, *, on_change: OnChange) -> list[Element]:
    elements = controls.elements_of(argument)
    controls.set_tensor(argument, [slider(controls, e.key, e.name, e.slider, e.default, on_change) for e in elements])
    return elements


def _choices(controls: Controls, argument: TensorArgument, words: Words) -> None:
    """Draw a choice for each element. The choices are small numbers: they stand side by side."""
    with st.container(horizontal=True, key=f"choices-{argument.name}"):
        controls.set_tensor(argument, [_choice(controls, e, words) for e in controls.elements_of(argument)])


def _choice(controls: Controls, element: Element, words: Words) -> float:
    controls.expected[element.key] = OneOf(element.choices)
    a_class = not element.shape and isinstance(element.default, int)
    return st.radio(
        words["explore"]["target_class"] if a_class else element.name,
        element.choices,
        element.choices.index(element.default),
        key=element.key,
        bind="query-params",
        format_func="{:g}".format,
        horizontal=True,
        on_change=clear_notices,
    )


def _parameter(controls: Controls, parameter: Parameter) -> Any:
    """Draw a parameter; locked where PyTorch would not heed it, so that it keeps its value."""
    name, default = parameter.name, parameter.default
    locked = not parameter.applies(controls.parameters)
    if parameter.slider:
        return slider(controls, name, name, parameter.slider, default, clear_notices, locked=locked)
    if isinstance(default, bool):
        controls.expected[name] = OneOf((True, False))
        return st.toggle(name, default, key=name, bind="query-params", on_change=clear_notices, disabled=locked)
    chosen = partial(_parameter_chosen, controls.loss, controls.size, parameter)
    return one_of(controls, name, parameter.choices, default, name, chosen, locked=locked)


def _parameter_chosen(loss: Loss, size: int, parameter: Parameter) -> None:
    """Give a default to each target of a class that is offered no longer, and say so."""
    clear_notices()
    chosen = {parameter.name: st.session_state[parameter.name]}
    depending = [argument.name for argument in loss.required if argument.excluded == parameter.name]
    for element in (element for name in depending for element in elements_of(loss, name, size, chosen)):
        value = st.session_state[element.key]
        if not element.takes(value):
            st.session_state[element.key] = element.default
            notify("excluded", name=element.name, value=value, reason=parameter.name, shown=element.default)
