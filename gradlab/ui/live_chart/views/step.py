"""One step of gradient descent at a time: written out, taken, and left on the curve as a trail."""

from collections.abc import Iterable

import numpy as np
import streamlit as st

from gradlab.compute.descent import steps_from, trail_losses
from gradlab.compute.losses import LOSSES
from gradlab.compute.printed import printed_rows
from gradlab.compute.program import step_lines, zero_grad_lines
from gradlab.figures.axes import fitted_range
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.sliders import switch
from gradlab.ui.experiment.worksheet import has_locked_values
from gradlab.ui.frame.session import on_action, on_change, session
from gradlab.ui.live_chart.exploration import Exploration
from gradlab.ui.live_chart.views.descent import (
    HIGHEST_RATE,
    RATE,
    READS,
    ZERO_GRAD,
    clear_trail,
    close_trail,
    forget_gradients,
    held_points,
    take_step,
    trail_in,
    undo_step,
)
from gradlab.ui.live_chart.views.trail import experiment_at
from gradlab.ui.live_chart.views.view import Addition, Scene, View


def _buttons(controls: Controls, elements: list[Element], words: Words) -> None:
    texts, given = words["views"]["step"], (controls, elements)
    own, locked = session(), has_locked_values()  # a step moves the elements
    own.declare(RATE, READS[RATE], 0.1, key=RATE)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="step-row"):
        st.button(
            texts["take"], type="primary", key="step-take", on_click=on_action(take_step), args=given, disabled=locked
        )
        limits = {"min_value": 0.0, "max_value": HIGHEST_RATE, "step": 0.1, "format": "%g"}
        st.number_input(texts["learning_rate"], **limits, key=own.widget(RATE), on_change=on_change(RATE), width=130)
        switch(ZERO_GRAD, "zero_grad", True, forget_gradients)
        taken = bool(trail_in(own.page.values, controls.experiment()).runs) and not locked
        st.button(texts["undo"], key="step-undo", on_click=on_action(undo_step), args=given, disabled=not taken)
        st.button(texts["clear"], key="step-clear", on_click=on_action(clear_trail), args=given, disabled=not taken)


def _add(scene: Scene) -> Addition:
    """The step from every position, and the trail."""
    experiment, elements, values = scene.exploration.experiment, scene.elements, scene.values
    trail = trail_in(values, experiment)
    before = held_points(values, experiment, trail)
    steps = steps_from(experiment, scene.exploration.sweep, learning_rate=values[RATE], before=before)
    losses = trail_losses([experiment_at(experiment, point) for point in trail.points]) if trail.runs else np.array([])
    domains = [LOSSES[experiment.loss].tensor(element.tensor).domain for element in elements]
    numbers = {
        "rate": values[RATE],
        "held": _side_by_side(steps.held.values()),
        "after": _side_by_side(steps.after.values()),
        "loss": steps.losses,
        "value": [element.value_in(experiment) for element in elements],
        "low": [domain.low for domain in domains],
        "high": [domain.high for domain in domains],
        "trail": [point[elements.index(scene.active)] for point in trail.points],
        "trail_loss": losses,
    }
    texts = {
        "zero_grad": values[ZERO_GRAD],
        "count": len(before),
        "printed": _printed(scene.exploration, steps.held[scene.active.tensor]) if before else [],
        "program": "\n".join(step_lines(experiment, learning_rate=values[RATE])),
        "zero": "\n".join(zero_grad_lines(experiment)),
        "runs": [len(run) for run in trail.runs],
    }
    return Addition(numbers, texts, points=losses, fits=_fits(scene, losses))


def _printed(exploration: Exploration, held: np.ndarray) -> list[str]:
    return printed_rows(held, dtype=exploration.experiment.dtype, device=exploration.sweep.device)


def _fits(scene: Scene, losses: np.ndarray) -> str:
    """The axes are fitted anew when the sliders have been widened, and when the trail leaves the curve's picture."""
    exploration = scene.exploration
    count = len(scene.active.slider.positions)
    low, high = fitted_range(exploration.sweep.losses[:count], exploration.sweep.losses[exploration.row])
    outside = losses[(losses < low) | (losses > high)]
    return " ".join([str(scene.controls.reach), *(f"{end(outside):g}" for end in (np.min, np.max) if len(outside))])


def _side_by_side(columns: Iterable[np.ndarray]) -> np.ndarray:
    """Columns `[N, *shape]` of several tensors, flattened: `[N, M]`."""
    return np.concatenate([column.reshape(len(column), -1) for column in columns], axis=1)


STEP = View(_add, _buttons, closed=close_trail, reads=READS)
