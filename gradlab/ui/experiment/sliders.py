"""The widgets of an experiment's numbers: its tensors' elements and its parameters."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.losses import Interval, Parameter, Slider, TensorArgument
from gradlab.compute.losses.loss import REALS
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.reach import REACH, reachable, wide_enough
from gradlab.ui.experiment.worksheet import is_locked
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.notices import notify
from gradlab.ui.frame.session import on_change, session


def differentiated_sliders(controls: Controls, *, live: bool) -> list[Element]:
    """Draw a slider for each element that is differentiated.

    While the chart is live it follows them in the browser, so a move sends nothing.
    """
    _widen(controls)
    return [element for argument in controls.differentiated for element in _sliders(controls, argument, heard=not live)]


def _widen(controls: Controls) -> None:
    """Widen them as far as a value needs that the loss takes: one that a link gave, or that was typed."""
    own = session()
    elements = [element for argument in controls.differentiated for element in controls.elements_of(argument)]
    values = {e.key: own.declare(e.key, reachable(e.slider, e.domain), e.default) for e in elements}
    reach = controls.reach_taking(values)
    if reach and reach != controls.reach:
        controls.reach = reach
        own.give({REACH: reach})


def other_sliders(controls: Controls, words: Words, *, followed: bool) -> None:
    """Draw what the loss takes besides: other tensors, and the parameters.

    followed: whether the browser has the curve redrawn when one of their sliders is released. The page itself has to be
    where more of it depends on them: on an optional tensor what a mean divides by, on a few parameters the formula.
    """
    tensors = [argument for argument in controls.present if argument not in controls.differentiated]
    parameters = [parameter for parameter in controls.loss.parameters if parameter.slider or parameter.choices]
    place = _place_of_tensors(controls, tensors, words)
    with st.container(gap=None) if parameters else nullcontext():  # first: a target's classes depend on them
        for parameter in parameters:
            controls.parameters[parameter.name] = _parameter(controls, parameter, followed=followed)
    with place:
        for argument in tensors:
            if argument.slider:
                _sliders(controls, argument, heard=not followed or argument.optional)
            else:
                _choices(controls, argument, words)


def _place_of_tensors(controls: Controls, tensors: list[TensorArgument], words: Words) -> AbstractContextManager:
    """Where their sliders stand: folded away where the numbers are points of a picture, which are dragged there."""
    if not controls.loss.line:
        return st.container(gap=None) if tensors else nullcontext()
    names = ", ".join(argument.name for argument in tensors)
    return st.expander(words["explore"]["folded"].format(names=names), key="folded")


def slider(
    key: str,
    label: str,
    offered: Slider,
    default: float,
    *,
    domain: Interval = REALS,
    heard: bool = True,
    locked: bool = False,
    in_address: bool = True,
) -> float:
    """Draw one slider, as wide as the number needs that it is to show. heard: whether the server hears it move."""
    own, locked = session(), locked or is_locked(key)
    value = own.declare(key, reachable(offered, domain), default, key=key, heard=heard, in_address=in_address)
    wide = wide_enough(offered, domain, value) or offered
    # Its value is its default, too: that is drawn where a second run comes before the browser has drawn the first.
    shown = {"min_value": wide.low, "max_value": wide.high, "step": wide.step, "value": type(wide.low)(value)}
    told = on_change(key) if heard else "ignore"
    st.slider(label, **shown, key=own.widget(key, wide, locked), format="%g", on_change=told, disabled=locked)
    return value


def one_of(
    key: str,
    options: tuple[Any, ...],
    default: Any,
    label: str,
    then: Callable[[], None] = lambda: None,
    *,
    locked: bool = False,
    drawn: bool = True,
) -> Any:
    """Draw a choice among a few names. then: what its change causes besides. drawn: not while it is folded away."""
    own = session()
    value = own.declare(key, OneOf(options), default, key=key)
    if not drawn:
        return value
    st.selectbox(
        label,
        options,
        options.index(value),
        key=own.widget(key),
        on_change=on_change(key, then),
        width=170,
        disabled=locked or is_locked(key),
    )
    return value


def switch(
    key: str,
    label: str,
    default: bool,
    then: Callable[[], None] = lambda: None,
    *,
    locked: bool = False,
    drawn: bool = True,
) -> bool:
    """Draw a switch. then: what its change causes besides. drawn: not while it is folded away."""
    own = session()
    value = own.declare(key, OneOf((True, False)), default, key=key)
    if drawn:
        st.toggle(label, value, key=own.widget(key), on_change=on_change(key, then), disabled=locked or is_locked(key))
    return value


def _sliders(controls: Controls, argument: TensorArgument, *, heard: bool = True) -> list[Element]:
    """Draw a slider for each element; of several samples, a row of them for each."""
    elements = controls.elements_of(argument)
    of_samples = controls.samples > 1 and argument.name in controls.loss.samples
    length, domain = controls.size if of_samples else len(elements), argument.domain
    values = []
    for start in range(0, len(elements), length):
        with st.container(key=f"sample-{argument.name}-{start}") if of_samples else st.container(gap=None):
            row = elements[start : start + length]
            values += [slider(e.key, e.name, e.slider, e.default, domain=domain, heard=heard) for e in row]
    controls.set_tensor(argument, values)
    return elements


def _choices(controls: Controls, argument: TensorArgument, words: Words) -> None:
    """Draw a choice for each element. The choices are small numbers: they stand side by side."""
    with st.container(horizontal=True, key=f"choices-{argument.name}"):
        controls.set_tensor(argument, [_choice(e, words) for e in controls.elements_of(argument)])


def _choice(element: Element, words: Words) -> float:
    own, key, choices = session(), element.key, element.choices
    value = own.declare(key, OneOf(choices), element.default, key=key)
    a_class = not element.shape and isinstance(element.default, int)
    st.radio(
        words["explore"]["target_class"] if a_class else element.name,
        choices,
        choices.index(value),
        key=own.widget(key),
        format_func="{:g}".format,
        horizontal=True,
        on_change=on_change(key),
        disabled=is_locked(key),
    )
    return value


def _parameter(controls: Controls, parameter: Parameter, *, followed: bool) -> Any:
    """Draw a parameter; locked where PyTorch would not heed it, so that it keeps its value."""
    name, default = parameter.name, parameter.default
    locked = not parameter.applies(controls.parameters)
    if parameter.slider:
        heard = not followed or controls.loss.is_written_with(parameter)
        return slider(name, name, parameter.slider, default, domain=parameter.domain, heard=heard, locked=locked)
    chosen = partial(_parameter_chosen, controls, parameter)
    if isinstance(default, bool):
        return switch(name, name, default, chosen, locked=locked)
    return one_of(name, parameter.choices, default, name, chosen, locked=locked)


def _parameter_chosen(controls: Controls, parameter: Parameter) -> None:
    """Give a default to each target of a class that is offered no longer, and say so; and to what is shown instead."""
    own = session()
    then = replace(controls, parameters=controls.parameters | {parameter.name: own.value(parameter.name)})
    _show_instead(then, parameter)
    depending = [argument for argument in controls.loss.required if argument.excluded == parameter.name]
    for element in (element for argument in depending for element in then.elements_of(argument)):
        value = own.value(element.key)
        if not element.takes(value):
            own.give({element.key: element.default})
            notify("excluded", name=element.name, value=value, reason=parameter.name, shown=element.default)


def _show_instead(then: Controls, parameter: Parameter) -> None:
    """Give their defaults to the tensors whose numbers mean something else at this value of the parameter."""
    now = then.parameters[parameter.name]
    before = then.parameters | {parameter.name: not now if isinstance(now, bool) else now}
    for argument in then.loss.required:
        if then.loss.shown(argument.name, then.parameters) != then.loss.shown(argument.name, before):
            session().give({element.key: element.default for element in then.elements_of(argument)})
