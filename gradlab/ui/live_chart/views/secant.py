"""From secant to tangent: h falls from 1 to 1e-16, the secant turns into the tangent, and rounding wrecks it."""

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.compute.secant import WIDTHS, secants
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_KEY = "h"


def named(width: float) -> str:
    """An h as its slider has it: `1e-8`."""
    return f"{width:g}".replace("e-0", "e-")


_OFFERED = tuple(map(named, WIDTHS))


def _slider(controls: Controls, elements: list[Element], words: Words) -> None:  # noqa: ARG001 - h is h everywhere
    own = session()
    h = own.declare(_KEY, OneOf(_OFFERED), _OFFERED[0], key=_KEY, heard=False)
    st.select_slider("h", _OFFERED, h, key=own.widget(_KEY), on_change="ignore")


def _add(scene: Scene) -> Addition:
    """The secants for every h from every position, so that both can be dragged."""
    exploration = scene.exploration
    found = secants(
        exploration.experiment,
        tensor=exploration.tensor,
        element=exploration.element,
        positions=exploration.positions,
    )
    domain = LOSSES[exploration.experiment.loss].tensor(exploration.tensor).domain
    columns = {"slope": found.slopes, "loss": found.losses, "end": found.ends, "epsilon": found.epsilon}
    columns |= {"low": domain.low, "high": domain.high}
    return Addition(columns, {"widths": list(_OFFERED), "at": _OFFERED.index(scene.values[_KEY])})


SECANT = View(_add, _slider, reads={_KEY: OneOf(_OFFERED)})
