"""The v of `backward(gradient=v)`: what PyTorch asks for where `reduction="none"` leaves several losses."""

import numpy as np
import streamlit as st

from gradlab.compute.gradient import refusal
from gradlab.compute.losses import Slider
from gradlab.compute.losses.shapes import Shape, count
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.sliders import slider
from gradlab.ui.frame.notices import as_code

_OFFERED = Slider(-3.0, 3.0, 0.1)


def vector_sliders(controls: Controls, words: Words) -> None:
    """Where a vector is needed: PyTorch's own error, then a slider for each element of v."""
    shape = controls.output_shape
    if controls.reduction == "none" and count(shape) > 1:
        with st.container(gap=None):
            _sliders(controls, shape, words)


def _sliders(controls: Controls, shape: Shape, words: Words) -> None:
    error = refusal(controls.experiment())
    st.info(words["explore"]["vector"].format(error=as_code(error)), icon=":material/info:")
    st.caption(words["explore"]["vector_help"])
    elements = [Element("v", index, shape, _OFFERED, 1.0) for index in range(count(shape))]
    values = [slider(e.key, e.name, e.slider, e.default) for e in elements]
    controls.vector = np.reshape(values, shape).tolist()
