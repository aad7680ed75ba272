"""The widgets of a pipeline: a line for each stage, with its switch first and its settings behind it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gradlab.compute.device import DEVICES, available_devices
from gradlab.compute.scaling import OPTIMIZERS, SCALES, Pipeline
from gradlab.compute.scaling.pipeline import (
    AUTOCASTS,
    CLIPPINGS,
    CLIPS,
    DIVISIONS,
    MOST_PASSES,
    OPERATIONS,
    REDUCTIONS,
    UNSCALINGS,
    WEIGHT_DTYPES,
)
from gradlab.ui.frame.notices import Expectation, Notice, OneOf, Range, clear_notices
from gradlab.ui.scaling.address import fill_in, key_of
from gradlab.ui.scaling.state import MODELS, SPLITS, State, pipeline_of, state_of

_DEFAULTS = state_of(Pipeline()) | {"steps": False}
NAMES = tuple(_DEFAULTS)
"""What a link calls each of the values."""
_LAST = len(SCALES) - 1
_LARGEST = 1e9
_NAME_WIDTH, _WIDTH = 100, 114


@dataclass
class StageControls:
    """What the widgets say, and what each of them would have accepted from a link. usual: what they say by default."""

    words: Mapping[str, Any]
    usual: State
    values: State = field(default_factory=lambda: dict(_DEFAULTS))
    expected: dict[str, Expectation] = field(default_factory=dict)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline these controls describe, on the CPU if its device is not there.

        S is read anew: its slider moves without a run of the page.
        """
        values = self.now()
        return pipeline_of(values if self.device_present else values | {"on_device": "cpu"})

    def now(self) -> State:
        """Every value, S as it stands."""
        return self.values | {"log2_S": st.session_state[key_of("log2_S")]}

    def address(self, preset: str) -> str:
        """What the address should say of the page: the preset, and what differs from it. S follows in the browser."""
        said = {name: self.values[name] for name in self.expected if self.values[name] != self.usual[name]}
        named = {"preset": preset, **{name: _in_link(value) for name, value in said.items() if name != "log2_S"}}
        return json.dumps({"names": NAMES, "said": named, "usual_S": self.usual["log2_S"]})

    @property
    def device_present(self) -> bool:
        """Whether this server has the device that is asked for."""
        return self.values["on_device"] in ("auto", "cpu") or len(available_devices()) > 1

    @property
    def model(self):
        """The chosen loss."""
        return MODELS[self.values["model"]]

    def notices(self) -> list[Notice]:
        """What cannot be as the controls say."""
        if self.device_present:
            return []
        return [("device", {"device": self.values["on_device"], "present": ", ".join(available_devices())})]

    def number(self, key: str, low: float, high: float) -> None:
        """Draw a field for a number, a whole one where its default is."""
        whole = isinstance(_DEFAULTS[key], int)
        self._expect(key, Range(low, high, whole=whole))
        self.values[key] = st.number_input(
            self._label(key),
            low,
            high,
            format="%d" if whole else "%g",
            key=key_of(key),
            on_change=clear_notices,
            help=self._help(key),
            width=_WIDTH,
        )

    def choice(self, key: str, options: tuple[str, ...], width: int = _WIDTH, **rest: Any) -> None:
        """Draw a choice among names."""
        self._expect(key, OneOf(options))
        said = {"key": key_of(key), "on_change": clear_notices, **rest}
        self.values[key] = st.selectbox(self._label(key), options, width=width, help=self._help(key), **said)

    def switch(self, key: str) -> None:
        """Draw a switch."""
        self._expect(key, OneOf((True, False)))
        self.values[key] = st.toggle(self._label(key), key=key_of(key), on_change=clear_notices)

    def scale(self, *, live: bool) -> None:
        """Draw the slider of S. While the picture is live it follows S in the browser."""
        self._expect("log2_S", Range(0, _LAST, whole=True))
        self.values["log2_S"] = st.slider(
            self._label("log2_S"),
            0,
            _LAST,
            key=key_of("log2_S"),
            format="2^%d",
            disabled=not self.values["scaler"],
            on_change="ignore" if live else "rerun",
        )

    def _expect(self, key: str, expectation: Expectation) -> None:
        self.expected[key] = expectation
        fill_in(key, expectation, self.usual[key])

    def _help(self, key: str) -> str | None:
        return self.words["help"].get(key)

    def _label(self, key: str) -> str:
        return self.words["settings"][key]


def scale_slider(controls: StageControls, *, live: bool) -> None:
    """Draw the slider of S and the switch of its scaler."""
    with st.container(horizontal=True, vertical_alignment="center", key="scaler-and-scale"):
        controls.switch("scaler")
        controls.scale(live=live)


def stage_settings(controls: StageControls) -> None:
    """Draw a line of widgets for each stage, in their order."""
    with _line(controls, "loss"):
        controls.choice("model", tuple(MODELS))
        if not controls.model.inputs:
            controls.number("x", -_LARGEST, _LARGEST)
        controls.number("w", -_LARGEST, _LARGEST)
        controls.number("factor", -_LARGEST, _LARGEST)
        controls.choice("operation", OPERATIONS)
    if controls.model.samples > 1:
        with _line(controls, "samples"):
            controls.choice("over_samples", REDUCTIONS)
            controls.choice("split", SPLITS)
            if "-" in controls.values["split"]:
                controls.choice("division", DIVISIONS)
    with _line(controls, "backward"):
        controls.choice("autocast", AUTOCASTS)
        controls.choice("weight_dtype", WEIGHT_DTYPES)
        controls.number("stale", 0, MOST_PASSES)
    if controls.values["scaler"]:
        with _line(controls, "scaler"):
            controls.choice("unscale", UNSCALINGS)
            controls.number("growth_interval", 1, 2000)
    with _line(controls, "clip"):
        controls.choice("clip", CLIPS)
        if controls.values["clip"] != "off":
            controls.number("clip_at", 1e-9, _LARGEST)
            if "-" in controls.values["split"]:
                controls.choice("clip_each", CLIPPINGS)
    with _line(controls, "optimizer"):
        controls.choice("optimizer", tuple(OPTIMIZERS), on_change=_take_over_optimizer)
        controls.number("learning_rate", 0.0, 1000.0)
        controls.number("weight_decay", 0.0, 1.0)
        eps = OPTIMIZERS[controls.values["optimizer"]].eps
        if eps is not None:
            controls.usual["eps"] = eps
            controls.number("eps", 0.0, 1.0)
        controls.choice("on_device", DEVICES, 90)
    with _line(controls, "steps"):
        controls.switch("steps")


@contextmanager
def _line(controls: StageControls, name: str) -> Iterator[None]:
    with st.container(horizontal=True, key=f"line-{name}"):
        st.markdown(f"**{controls.words['lines'][name]}**", width=_NAME_WIDTH)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"settings-{name}"):
            yield


def _in_link(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _take_over_optimizer() -> None:
    """Each optimizer has a weight decay and an eps of its own by default."""
    clear_notices()
    entry = OPTIMIZERS[st.session_state[key_of("optimizer")]]
    st.session_state[key_of("weight_decay")] = entry.weight_decay
    st.session_state[key_of("eps")] = entry.eps or 0.0
