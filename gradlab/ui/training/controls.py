"""The widgets of a training."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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

RATES = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in (1, 2, 5))
"""The learning rates that are offered: even steps on a logarithmic scale."""
_DEFAULTS = state_of(next(iter(PRESETS.values())).training)
_WIDTH = 118


@dataclass
class TrainingControls:
    """What the widgets say. experiment: what is trained where it is no network; samples: how many it has.

    usual: what they say by default.
    """

    words: Mapping[str, Any]
    experiment: Experiment
    samples: int | None
    usual: State
    values: State = field(default_factory=lambda: dict(_DEFAULTS))

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
        bound = self._declare(key, Range(low, high, whole=whole), usual)
        shape = {"format": "%d", "step": 1} if whole else {"format": "%g"}
        st.number_input(self._label(key), low, high, **shape, width=_WIDTH, **bound)

    def choice(self, key: str, options: tuple[Any, ...], *, disabled: bool = False) -> None:
        """Draw a choice among names."""
        bound = self._declare(key, OneOf(options), self.usual[key])
        st.selectbox(self._label(key), options, width=_WIDTH, disabled=disabled, **bound)

    def switch(self, key: str) -> None:
        """Draw a switch."""
        st.toggle(self._label(key), **self._declare(key, OneOf((True, False)), self.usual[key]))

    def rate(self) -> None:
        """Draw the slider of the learning rate, whose steps are even on a logarithmic scale."""
        key = "t_rate"
        st.select_slider(self._label(key), RATES, width=260, **self._declare(key, OneOf(RATES), self.usual[key]))

    def _declare(self, key: str, expected: Expectation, usual: Any) -> dict[str, Any]:
        """Take over what the session says; returns what the widget is given, that will say it, too."""
        own = session()
        self.values[key] = own.declare(key, expected, usual, key=key)
        help_text = self.words["help"].get(key)
        return {"key": own.widget(key, expected), "on_change": on_change(key), "help": help_text}

    def _label(self, key: str) -> str:
        return self.words["settings"][key]


def main_controls(controls: TrainingControls) -> None:
    """Draw what is turned most: what is trained, the optimizer, the learning rate, the steps, the seed."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="training-main"):
        controls.choice("t_subject", SUBJECTS)
        if controls.is_network:
            controls.choice("t_data", tuple(DATASETS))
            controls.choice("t_activation", tuple(ACTIVATIONS))
            controls.choice("t_initialization", tuple(INITIALIZATIONS))
        controls.choice("t_optimizer", tuple(OPTIMIZERS))
        controls.rate()
        controls.number("t_steps", 1, MOST_STEPS)
        controls.number("t_seed", 0, 2**31 - 1)


def more_controls(controls: TrainingControls) -> None:
    """Draw what is turned less."""
    if controls.is_network:
        with _line("network"):
            controls.number("t_layers", 1, MOST_LAYERS)
            controls.number("t_width", 1, MOST_WIDTH)
            controls.number("t_samples", 8, MOST_SAMPLES)
            controls.number("t_noise", 0.0, 1.0)
            controls.choice("t_reduction", REDUCTIONS)
    with _line("optimizer"):
        controls.choice("t_schedule", tuple(SCHEDULES))
        for name, default in options_of(controls.values["t_optimizer"]).items():
            controls.number(f"t_{name}", *_OPTION_RANGES[name], default=default)
    with _line("batches"):
        samples = MOST_SAMPLES if controls.is_network else controls.samples
        if samples:
            controls.number("t_batch", 0, samples)
            controls.number("t_accumulation", 1, MOST_ACCUMULATION)
        else:
            controls.values |= {"t_batch": 0, "t_accumulation": 1}
        controls.switch("t_zero_grad")
    with _line("precision"):
        controls.choice("t_autocast", AUTOCASTS, disabled=not controls.is_network)
        controls.switch("t_scaler")
        if controls.values["t_scaler"]:
            controls.number("t_scale", -24, 40)
            controls.number("t_growth", 1, 1_000_000)
        controls.choice("t_device", DEVICES)
    with _line("clipping"):
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


def _line(name: str):
    return st.container(horizontal=True, vertical_alignment="bottom", key=f"training-{name}")
