"""The stock widgets of Explore. Each is bound to the address under its key; together they describe an experiment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gradlab.compute.device import available_devices
from gradlab.compute.experiment import DTYPES, Experiment
from gradlab.compute.losses import Loss, Slider, TensorArgument
from gradlab.ui.elements import Element, elements_of, nested
from gradlab.ui.notices import Expectation, Notice, OneOf, Range, clear_notices

Words = Mapping[str, Any]
OnChange = str | Callable[[], None]

REDUCTIONS = ("mean", "sum")
DEVICES = ("auto", "cpu", "cuda")
PAGE_DTYPE = "float32"  # what torch.tensor([2.5]) is, and how it prints


@dataclass
class Controls:
    """What the widgets say, and what each of them would have accepted from a link."""

    loss: Loss
    size: int
    tensors: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    reduction: str = "mean"
    dtype: str = PAGE_DTYPE
    device: str = "auto"
    expected: dict[str, Expectation] = field(default_factory=dict)

    @property
    def device_present(self) -> bool:
        """Whether this server has the device that is asked for."""
        return self.device in ("auto", "cpu") or len(available_devices()) > 1

    def notices(self) -> list[Notice]:
        """What cannot be as the controls say."""
        if self.device_present:
            return []
        return [("device", {"device": self.device, "present": ", ".join(available_devices())})]

    def experiment(self) -> Experiment:
        """The experiment these controls describe, on the CPU if its device is not there.

        The elements that are differentiated are read anew: their sliders move without a run of the page.
        """
        primary = self.loss.primary.name
        moved = [st.session_state[element.key] for element in elements_of(self.loss, primary, self.size)]
        return Experiment(
            self.loss.name,
            {**self.tensors, primary: nested(self.loss, primary, self.size, moved)},
            self.parameters,
            reduction=self.reduction,
            dtype=self.dtype,
            device=self.device if self.device_present else "cpu",
        )


def primary_sliders(controls: Controls, *, live: bool) -> list[Element]:
    """Draw a slider for each element that is differentiated.

    While the chart is live it follows them in the browser, so a move sends nothing.
    """
    return _element_sliders(controls, controls.loss.primary, on_change="ignore" if live else "rerun")


def other_sliders(controls: Controls, words: Words) -> None:
    """Draw what the loss takes besides: the target, and the parameters. The server redraws the curve for these."""
    for argument in controls.loss.required[1:]:
        if argument.slider:
            _element_sliders(controls, argument, on_change=clear_notices)
        else:
            _element_choices(controls, argument, words)
    for parameter in (p for p in controls.loss.parameters if p.slider or p.choices):
        name, default = parameter.name, parameter.default
        controls.parameters[name] = (
            _slider(controls, name, name, parameter.slider, default, clear_notices)
            if parameter.slider
            else _one_of(controls, name, parameter.choices, default, name)
        )


def _element_sliders(controls: Controls, argument: TensorArgument, *, on_change: OnChange) -> list[Element]:
    elements = elements_of(controls.loss, argument.name, controls.size)
    values = [
        _slider(controls, element.key, element.name, element.slider, element.default, on_change) for element in elements
    ]
    controls.tensors[argument.name] = nested(controls.loss, argument.name, controls.size, values)
    return elements


def _slider(controls: Controls, key: str, label: str, slider: Slider, default: float, on_change: OnChange) -> float:
    controls.expected[key] = Range(slider.low, slider.high)
    bounds = (slider.low, slider.high, default, slider.step)
    return st.slider(label, *bounds, key=key, bind="query-params", format="%g", on_change=on_change)


def _element_choices(controls: Controls, argument: TensorArgument, words: Words) -> None:
    values = []
    for element in elements_of(controls.loss, argument.name, controls.size):
        a_class = argument.kind == "class_index" and not element.shape
        controls.expected[element.key] = OneOf(element.choices)
        values.append(
            st.radio(
                words["explore"]["target_class"] if a_class else element.name,
                element.choices,
                element.choices.index(element.default),
                key=element.key,
                bind="query-params",
                horizontal=True,
                on_change=clear_notices,
            )
        )
    controls.tensors[argument.name] = nested(controls.loss, argument.name, controls.size, values)


def precision_controls(controls: Controls, words: Words) -> None:
    """Draw the choice of reduction, precision and device."""
    explore = words["explore"]
    with st.container(horizontal=True, key="precision"):
        controls.reduction = _one_of(controls, "reduction", REDUCTIONS, "mean", explore["reduction"])
        controls.dtype = _one_of(controls, "dtype", DTYPES, PAGE_DTYPE, explore["dtype"])
        controls.device = _one_of(controls, "device", DEVICES, "auto", explore["device"])


def _one_of(controls: Controls, key: str, options: tuple[Any, ...], default: Any, label: str) -> Any:
    controls.expected[key] = OneOf(options)
    index = options.index(default)
    return st.selectbox(label, options, index, key=key, bind="query-params", on_change=clear_notices, width=170)
