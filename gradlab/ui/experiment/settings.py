"""What stands under "more": which tensors there are and are differentiated, precision and device."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from gradlab.compute.device import DEVICES, available_devices
from gradlab.ui.experiment.controls import PAGE_DTYPE, Controls, Words
from gradlab.ui.experiment.sliders import one_of, switch
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.session import session

_DEVICE = "device"


def settings(controls: Controls, words: Words, *, drawn: bool) -> None:
    """Draw the switches and choices; folded away they say what they say, and cost nothing."""
    _tensor_switches(controls, words, drawn=drawn)
    explore, loss = words["explore"], controls.loss
    with _row("precision", drawn=drawn):
        controls.dtype = one_of("dtype", loss.dtypes, PAGE_DTYPE, explore["dtype"], drawn=drawn)
        controls.device = session().declare(_DEVICE, OneOf(DEVICES), "auto", key=_DEVICE)
        if len(available_devices()) > 1 or not controls.device_present:  # otherwise there is nothing to choose
            one_of(_DEVICE, DEVICES, "auto", explore[_DEVICE], drawn=drawn)


def _row(key: str, *, drawn: bool) -> AbstractContextManager:
    return st.container(horizontal=True, key=key) if drawn else nullcontext()


def _tensor_switches(controls: Controls, words: Words, *, drawn: bool) -> None:
    """For a loss of several tensors: a switch for each that may be left out, and one for each `requires_grad`."""
    loss, explore = controls.loss, words["explore"]
    optional = [
        argument.name for argument in loss.tensors if argument.optional and argument.name not in controls.needed
    ]
    controls.optional = controls.needed
    if optional:
        with _row("optional-tensors", drawn=drawn):
            label = explore["with"]
            switched = [n for n in optional if switch(f"with_{n}", label.format(name=n), False, drawn=drawn)]
            controls.optional += tuple(switched)
    able = [argument for argument in controls.present if argument.movable]
    if len(able) == 1:
        controls.switched_on = (loss.primary.name,)
        return
    with _row("requires-grad", drawn=drawn):
        controls.switched_on = tuple(a.name for a in able if _requires_grad(a.name, loss.primary.name, drawn=drawn))


def _requires_grad(name: str, primary: str, *, drawn: bool) -> bool:
    return switch(f"requires_grad_{name}", f"`{name}.requires_grad`", name == primary, drawn=drawn)
