"""The widgets of an experiment's numbers: its tensors' elements and its parameters, each bound to the address."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.losses import Interval, Parameter, Slider, TensorArgument
from gradlab.compute.losses.loss import REALS
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.reach import reachable, set_reach, wide_enough
from gradlab.ui.frame.address import asked_number, forget, read_number, restore
from gradlab.ui.frame.notices import OneOf, clear_notices, notify

OnChange = str | Callable[[], None]


def differentiated_sliders(controls: Controls, *, live: bool) -> list[Element]:
    """Draw a slider for each element that is differentiated.

    While the chart is live it follows them in the browser, so a move sends nothing.
    """
    on_change = "ignore" if live else "rerun"
    _widen(controls)
    return [
        element for argument in controls.differentiated for element in _sliders(controls, argument, on_change=on_change)
    ]


def _widen(controls: Controls) -> None:
    """Widen them as far as a value needs that the loss takes: one that a link gave, or that was typed."""
    elements = [element for argument in controls.differentiated for element in controls.elements_of(argument)]
    asked = {element.key: (element, asked_number(element.key)) for element in elements}
    taken = {
        key: value
        for key, (element, value) in asked.items()
        if value is not None and wide_enough(element.slider, element.domain, value)
    }
    reach = controls.reach_taking(taken)
    if reach and reach != controls.reach:
        controls.reach = reach
        set_reach(reach)


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
    domain: Interval = REALS,
    locked: bool = False,
) -> float:
    """Draw one slider, bound to the address under its key. It is as wide as the number needs that it is to show."""
    controls.expected[key] = reachable(offered, domain)
    offered = _taking(key, offered, domain)
    controls.quiet += [key] if on_change == "ignore" else []
    bounds = (offered.low, offered.high, default, offered.step)
    bound = {"key": key, "bind": "query-params", "format": "%g"}
    return st.slider(label, *bounds, **bound, on_change=on_change, disabled=locked)


def _taking(key: str, offered: Slider, domain: Interval) -> Slider:
    """The slider that takes the number it is to show. A number that none takes, left by another loss, is forgotten."""
    asked = asked_number(key)
    if asked is None:
        return offered
    wide = wide_enough(offered, domain, asked)
    if wide is None:
        forget(key)
    return wide or offered


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
    if isinstance(default, float):
        read_number(key, options)
    bound = {"key": key, "bind": "query-params", "on_change": on_change}
    return st.selectbox(label, options, options.index(default), **bound, width=170, disabled=locked)


def _sliders(controls: Controls, argument: TensorArgument, *, on_change: OnChange) -> list[Element]:
    """Draw a slider for each element; of several samples, a row of them for each."""
    elements = controls.elements_of(argument)
    of_samples = controls.samples > 1 and argument.name in controls.loss.samples
    length = controls.size if of_samples else len(elements)
    values = []
    for start in range(0, len(elements), length):
        with st.container(key=f"sample-{argument.name}-{start}") if of_samples else st.container(gap=None):
            row = [(controls, e.key, e.name, e.slider, e.default, on_change) for e in elements[start : start + length]]
            values += [slider(*each, domain=argument.domain) for each in row]
    controls.set_tensor(argument, values)
    return elements


def _choices(controls: Controls, argument: TensorArgument, words: Words) -> None:
    """Draw a choice for each element. The choices are small numbers: they stand side by side."""
    with st.container(horizontal=True, key=f"choices-{argument.name}"):
        controls.set_tensor(argument, [_choice(controls, e, words) for e in controls.elements_of(argument)])


def _choice(controls: Controls, element: Element, words: Words) -> float:
    controls.expected[element.key] = OneOf(element.choices)
    read_number(element.key, element.choices)
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
        bounds = (parameter.slider, default, clear_notices)
        return slider(controls, name, name, *bounds, domain=parameter.domain, locked=locked)
    chosen = partial(_parameter_chosen, controls, parameter)
    if isinstance(default, bool):
        controls.expected[name] = OneOf((True, False))
        return st.toggle(name, default, key=name, bind="query-params", on_change=chosen, disabled=locked)
    return one_of(controls, name, parameter.choices, default, name, chosen, locked=locked)


def _parameter_chosen(controls: Controls, parameter: Parameter) -> None:
    """Give a default to each target of a class that is offered no longer, and say so; and to what is shown instead."""
    clear_notices()
    chosen = {parameter.name: st.session_state[parameter.name]}
    then = replace(controls, parameters=controls.parameters | chosen)
    _show_instead(then, parameter)
    depending = [argument for argument in controls.loss.required if argument.excluded == parameter.name]
    for element in (element for argument in depending for element in then.elements_of(argument)):
        value = st.session_state[element.key]
        if not element.takes(value):
            st.session_state[element.key] = element.default
            notify("excluded", name=element.name, value=value, reason=parameter.name, shown=element.default)


def _show_instead(then: Controls, parameter: Parameter) -> None:
    """Give their defaults to the tensors whose numbers mean something else at this value of the parameter."""
    now = then.parameters[parameter.name]
    before = then.parameters | {parameter.name: not now if isinstance(now, bool) else now}
    for argument in then.loss.required:
        if then.loss.shown(argument.name, then.parameters) != then.loss.shown(argument.name, before):
            restore({element.key: element.default for element in then.elements_of(argument)})
