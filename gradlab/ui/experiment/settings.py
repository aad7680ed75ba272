"""What stands under "more": which tensors there are and are differentiated, precision and device."""

import streamlit as st

from gradlab.compute.device import DEVICES, available_devices
from gradlab.ui.experiment.controls import PAGE_DTYPE, Controls, Words
from gradlab.ui.experiment.sliders import one_of, switch
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.session import session

_DEVICE = "device"


def settings(controls: Controls, words: Words) -> None:
    """Draw the switches and choices."""
    _tensor_switches(controls, words)
    explore, loss = words["explore"], controls.loss
    with st.container(horizontal=True, key="precision"):
        controls.dtype = one_of("dtype", loss.dtypes, PAGE_DTYPE, explore["dtype"])
        controls.device = session().declare(_DEVICE, OneOf(DEVICES), "auto", key=_DEVICE)
        if len(available_devices()) > 1 or not controls.device_present:  # otherwise there is nothing to choose
            one_of(_DEVICE, DEVICES, "auto", explore[_DEVICE])


def _tensor_switches(controls: Controls, words: Words) -> None:
    """For a loss of several tensors: a switch for each that may be left out, and one for each `requires_grad`."""
    loss, explore = controls.loss, words["explore"]
    optional = [
        argument.name for argument in loss.tensors if argument.optional and argument.name not in controls.needed
    ]
    controls.optional = controls.needed
    if optional:
        with st.container(horizontal=True, key="optional-tensors"):
            controls.optional += tuple(
                name for name in optional if switch(f"with_{name}", explore["with"].format(name=name), False)
            )
    able = [argument for argument in controls.present if argument.movable]
    if len(able) == 1:
        controls.switched_on = (loss.primary.name,)
        return
    with st.container(horizontal=True, key="requires-grad"):
        controls.switched_on = tuple(
            argument.name
            for argument in able
            if switch(
                f"requires_grad_{argument.name}",
                f"`{argument.name}.requires_grad`",
                argument == loss.primary,
            )
        )
