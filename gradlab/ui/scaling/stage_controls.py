"""The widgets of a pipeline: a line for each stage, with its switch first and its settings behind it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gradlab.compute.device import DEVICES, available_devices
from gradlab.compute.scaling import OPTIMIZERS, Pipeline
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
from gradlab.ui.frame.expectations import Expectation, OneOf, Range
from gradlab.ui.frame.notices import Notice
from gradlab.ui.frame.session import on_change, session
from gradlab.ui.live_receipt.scale import EXPONENT, scale_slider
from gradlab.ui.live_receipt.state import MODELS, SPLITS, State, pipeline_of, state_of
from gradlab.ui.scaling.address import key_of

_DEFAULTS = state_of(Pipeline()) | {"steps": False}
_LARGEST = 1e9
_NAME_WIDTH, _WIDTH = 100, 114
# A change of any of these changes no other widget: what tells of it runs alone.
_TOLD_BY = ("look", "formulas", "picture")
ALONE = (
    "x", "w", "factor", "operation", "over_samples", "division", "autocast", "weight_dtype", "stale", "unscale",
    "growth_interval", "clip_at", "clip_each", "learning_rate", "weight_decay", "eps",
)  # fmt: skip


@dataclass
class StageControls:
    """What the widgets say. usual: what they say by default, as the preset has it. names: of those that are drawn."""

    words: Mapping[str, Any]
    usual: State
    values: State = field(default_factory=lambda: dict(_DEFAULTS))
    names: list[str] = field(default_factory=list)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline these controls describe, on the CPU if its device is not there."""
        values = self.now()
        return pipeline_of(values if self.device_present else values | {"on_device": "cpu"})

    def now(self) -> State:
        """Every value as it stands: S moves without a run of the page, and others run only what tells of them."""
        return self.values | self.shown()

    def shown(self) -> State:
        """The same of the widgets that are drawn."""
        return {name: session().value(name) for name in self.names}

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

    def number(self, name: str, low: float, high: float) -> None:
        """Draw a field for a number, a whole one where its default is."""
        whole = isinstance(_DEFAULTS[name], int)
        key = self._declare(name, Range(low, high, whole=whole))
        shown = {"format": "%d", "step": 1} if whole else {"format": "%g"}
        told = {"on_change": self._told(name), "help": self._help(name)}
        st.number_input(self._label(name), low, high, **shown, key=key, **told, width=_WIDTH)

    def choice(
        self, name: str, options: tuple[str, ...], width: int = _WIDTH, then: Callable[[], None] = lambda: None
    ) -> None:
        """Draw a choice among names. then: what its change causes besides."""
        key = self._declare(name, OneOf(options))
        told = {"on_change": self._told(name, then), "help": self._help(name)}
        st.selectbox(self._label(name), options, key=key, **told, width=width)

    def switch(self, name: str) -> None:
        """Draw a switch."""
        key = self._declare(name, OneOf((True, False)))
        st.toggle(self._label(name), key=key, on_change=on_change(name))

    def scale(self, *, live: bool) -> None:
        """Draw the slider of S. While the picture is live it follows S in the browser."""
        key = self._declare("log2_S", EXPONENT, heard=not live)
        told = "ignore" if live else on_change("log2_S")
        scale_slider(self._label("log2_S"), key, locked=not self.values["scaler"], on_change=told)

    def _declare(self, name: str, expected: Expectation, **what: Any) -> str:
        """Take over what the session says; returns the key of the widget that will say it, too."""
        own = session()
        self.values[name] = own.declare(name, expected, self.usual[name], key=key_of(name), **what)
        self.names.append(name)
        return own.widget(name, expected)

    def _told(self, name: str, then: Callable[[], None] = lambda: None) -> Callable[[], None]:
        return on_change(name, then, only=_TOLD_BY if name in ALONE else ())

    def _help(self, key: str) -> str | None:
        return self.words["help"].get(key)

    def _label(self, key: str) -> str:
        return self.words["settings"][key]


def scaler_and_scale(controls: StageControls, *, live: bool) -> None:
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
        controls.choice("optimizer", tuple(OPTIMIZERS), then=_take_over_optimizer)
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


def _take_over_optimizer() -> None:
    """Each optimizer has a weight decay and an eps of its own by default."""
    entry = OPTIMIZERS[session().value("optimizer")]
    session().give({"weight_decay": entry.weight_decay, "eps": entry.eps or 0.0})
