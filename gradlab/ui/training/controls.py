"""The widgets of a training."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from gradlab.compute.device import DEVICES, available_devices
from gradlab.compute.experiment import Experiment
from gradlab.compute.scaling import OPTIMIZERS
from gradlab.compute.training import (
    ACTIVATIONS,
    DATASETS,
    INITIALIZATIONS,
    PRESETS,
    SCHEDULES,
    Training,
    options_of,
)
from gradlab.compute.training.network import MOST_LAYERS, MOST_SAMPLES, MOST_WIDTH, REDUCTIONS
from gradlab.compute.training.training import AUTOCASTS, CLIPS, MOST_ACCUMULATION, MOST_STEPS
from gradlab.ui.frame.expectations import Expectation, OneOf, Range
from gradlab.ui.frame.notices import Notice
from gradlab.ui.frame.session import on_change, session
from gradlab.ui.training.fields import NETWORK, SUBJECTS, State, state_of, training_of

RATES = tuple(float(f"{10 ** (tenth / 10):.2g}") for tenth in range(-60, 21))
"""The learning rates of the slider: ten in each power of ten, to two digits, even on a logarithmic scale."""
LARGEST_RATE = 1e6
_DEFAULTS = state_of(next(iter(PRESETS.values())).training)
_WIDTH = 118


@dataclass
class TrainingControls:
    """What the widgets say. experiment: what is trained where it is no network; samples: how many it has.

    usual: what they say by default. drawn: whether there is a widget for what is declared, or it is folded away.
    """

    words: Mapping[str, Any]
    experiment: Experiment
    samples: int | None
    usual: State
    values: State = field(default_factory=lambda: dict(_DEFAULTS))
    drawn: bool = True

    @property
    def training(self) -> Training:
        """The training these controls describe, on the CPU where its device is not there.

        Raises TrainingError where the settings do not go together, or ask for too much.
        """
        values = self.values if self.device_present else self.values | {"t_device": "cpu"}
        return training_of(values, self.experiment)

    @property
    def device_present(self) -> bool:
        """Whether this server has the device that is asked for."""
        return self.values["t_device"] in ("auto", "cpu") or len(available_devices()) > 1

    @property
    def is_network(self) -> bool:
        """Whether a network is trained."""
        return self.values["t_subject"] == NETWORK

    def notices(self) -> list[Notice]:
        """What cannot be as the controls say."""
        if self.device_present:
            return []
        return [("device", {"device": self.values["t_device"], "present": ", ".join(available_devices())})]

    def number(self, key: str, low: float, high: float, default: float | None = None) -> None:
        """Draw a field for a number, a whole one where its default is."""
        usual = self.usual.get(key, _DEFAULTS[key]) if default is None else default
        whole = isinstance(usual, int)
        shape = {"format": "%d", "step": 1} if whole else {"format": "%g"}
        if bound := self._declare(key, Range(low, high, whole=whole), usual):
            st.number_input(self._label(key), low, high, **shape, width=_WIDTH, **bound)

    def choice(self, key: str, options: tuple[Any, ...], *, disabled: bool = False) -> None:
        """Draw a choice among names."""
        if bound := self._declare(key, OneOf(options), self.usual[key]):
            st.selectbox(self._label(key), options, width=_WIDTH, disabled=disabled, **bound)

    def switch(self, key: str) -> None:
        """Draw a switch."""
        if bound := self._declare(key, OneOf((True, False)), self.usual[key]):
            st.toggle(self._label(key), **bound)

    def rate(self) -> None:
        """Draw the learning rate twice: a logarithmic slider, and beside it the number, which may be any other."""
        key, slider = "t_rate", "t_rate_slider"
        bound = self._declare(key, Range(0.0, LARGEST_RATE), self.usual[key])
        own, rate = session(), self.values[key]
        offered = tuple(sorted({*RATES, rate}))
        own.declare(slider, OneOf(offered), rate, key=slider, in_address=False)
        own.give({slider: rate})
        taken = on_change(slider, lambda: own.give({key: own.value(slider)}))
        st.select_slider(
            self._label(key),
            offered,
            width=230,
            key=own.widget(slider, offered),
            on_change=taken,
            format_func="{:g}".format,
        )
        name = self.words["rate_exactly"]
        st.number_input(name, 0.0, LARGEST_RATE, format="%g", width=_WIDTH, label_visibility="collapsed", **bound)

    def _declare(self, key: str, expected: Expectation, usual: Any) -> dict[str, Any]:
        """Take over what the session says; returns what the widget is given, that will say it, too, if one is drawn."""
        own = session()
        self.values[key] = own.declare(key, expected, usual, key=key)
        if not self.drawn:
            return {}
        help_text = self.words["help"].get(key)
        return {"key": own.widget(key, expected), "on_change": on_change(key), "help": help_text}

    def line(self, name: str, width: Literal["stretch"] | int = "stretch") -> AbstractContextManager:
        """A row for what is drawn."""
        if not self.drawn:
            return nullcontext()
        return st.container(horizontal=True, vertical_alignment="bottom", key=f"training-{name}", width=width)

    def _label(self, key: str) -> str:
        return self.words["settings"][key]


def main_controls(controls: TrainingControls) -> None:
    """Draw what is turned most: what is trained, the optimizer, the learning rate, the steps, the seed."""
    with controls.line("main"):
        with controls.line("rate", 364):
            controls.rate()
        controls.choice("t_optimizer", tuple(OPTIMIZERS))
        controls.number("t_steps", 1, MOST_STEPS)
        controls.number("t_seed", 0, 2**31 - 1)
        controls.choice("t_subject", SUBJECTS)
        if controls.is_network:
            controls.choice("t_data", tuple(DATASETS))
            controls.choice("t_activation", tuple(ACTIVATIONS))
            controls.choice("t_initialization", tuple(INITIALIZATIONS))


def more_controls(controls: TrainingControls, *, drawn: bool) -> None:
    """Draw what is turned less; folded away it says what it says, and costs nothing."""
    controls.drawn = drawn
    if controls.is_network:
        with controls.line("network"):
            controls.number("t_layers", 1, MOST_LAYERS)
            controls.number("t_width", 1, MOST_WIDTH)
            controls.number("t_samples", 8, MOST_SAMPLES)
            controls.number("t_noise", 0.0, 1.0)
            controls.choice("t_reduction", REDUCTIONS)
    with controls.line("optimizer"):
        controls.choice("t_schedule", tuple(SCHEDULES))
        for name, default in options_of(controls.values["t_optimizer"]).items():
            controls.number(f"t_{name}", *_OPTION_RANGES[name], default=default)
    with controls.line("batches"):
        samples = MOST_SAMPLES if controls.is_network else controls.samples
        if samples:
            controls.number("t_batch", 0, samples)
            controls.number("t_accumulation", 1, MOST_ACCUMULATION)
        else:
            controls.values |= {"t_batch": 0, "t_accumulation": 1}
        controls.switch("t_zero_grad")
    with controls.line("precision"):
        controls.choice("t_autocast", AUTOCASTS, disabled=not controls.is_network)
        controls.switch("t_scaler")
        if controls.values["t_scaler"]:
            controls.number("t_scale", -24, 40)
            controls.number("t_growth", 1, 1_000_000)
        controls.choice("t_device", DEVICES)
    with controls.line("clipping"):
        controls.choice("t_clip", CLIPS)
        if controls.values["t_clip"] != "off":
            controls.number("t_clip_at", 1e-9, 1e9)
            controls.switch("t_clip_scaled")


_OPTION_RANGES = {
    "momentum": (0.0, 0.9999),
    "beta1": (0.0, 0.9999),
    "beta2": (0.0, 0.999999),
    "alpha": (0.0, 0.999999),
    "eps": (1e-30, 1e3),
    "weight_decay": (0.0, 10.0),
}
