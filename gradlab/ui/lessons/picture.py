"""The live chart of a stage: the one Explore has, at the lesson's experiment and with its program."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.ui.browser.packing import Part
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.presentation import in_projector_view
from gradlab.ui.frame.whole_page import ask_for_whole_page
from gradlab.ui.lessons.lesson import Setting
from gradlab.ui.lessons.progress import Progress
from gradlab.ui.live_chart import chart_code, chart_is_live, live_chart
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part
from gradlab.ui.live_chart.slots import slotted_program
from gradlab.ui.live_chart.views import VIEWS, Scene
from gradlab.ui.live_chart.views.script import view_script

Words = Mapping[str, Any]


def sliders(setting: Setting, *, heard: bool) -> None:
    """Draw a slider for each element that can be moved. heard: whether the server hears where the handles stand."""
    for element in setting.handles:
        _slider(setting, element, "rerun" if heard else "ignore")
    for element in setting.others:
        _slider(setting, element, "rerun")


def _slider(setting: Setting, element: Element, on_change: str) -> None:
    st.session_state.setdefault(element.key, setting.value_of(element))
    low, high, step = element.slider.low, element.slider.high, element.slider.step
    st.slider(element.name, low, high, step=step, key=element.key, format="%g", on_change=on_change)


def experiment_now(setting: Setting) -> Experiment:
    """The setting's experiment, with every element where its slider stands."""
    elements = (*setting.handles, *setting.others)
    stands = {element: st.session_state.get(element.key, setting.value_of(element)) for element in elements}
    return put(setting.experiment, stands)


def put(experiment: Experiment, values: Mapping[Element, float]) -> Experiment:
    """The experiment with these values of its elements, and of v, instead."""
    for element, value in values.items():
        change = _with_weight if element.tensor == "v" else _with_value
        experiment = change(experiment, element, value)
    return experiment


def _with_value(experiment: Experiment, element: Element, value: float) -> Experiment:
    return element.put_into(experiment, value)


def _with_weight(experiment: Experiment, element: Element, value: float) -> Experiment:
    weights = np.array(experiment.vector, dtype=float)
    weights.flat[element.index] = value
    return replace(experiment, vector=weights.tolist())


def draw_picture(progress: Progress, experiment: Experiment, words: Words) -> None:
    """Draw it; before the answer without what would give it away."""
    setting = progress.setting
    elements = list(setting.handles)
    active = _active(elements)
    exploration = explore(experiment, active)
    scene = Scene(_controls_of(experiment), exploration, elements, active, words)
    shown = [setting.view] if setting.view and not progress.hides else []
    views = {name: VIEWS[name] for name in shown}
    for name, view in views.items():
        if view.add:
            view_script(name)
    program = (progress.of_course.program or slotted_program)(experiment, active)
    said = {
        "program": program,
        "families": {},
        "quiet": [element.key for element in elements],
        "view": "projector" if in_projector_view() else "page",
        "hidden": "answer" if progress.hides else "",
        "lights": [_lights(line) for line in program.split("\n")],
        "later": [],
    }
    chart_code(words)
    live_chart(
        curve=curve_part(scene),
        page=page_part(scene, views, **said),
        now=Part(as_json({"ahead": False, "changes": 0, "kept": 0})),
        family=None,
        on_approach=lambda _: None,
        on_touch=lambda asked: _touch(asked, elements),
        on_type=lambda _: None,
        on_undone=lambda _: None,
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"])


def _lights(line: str) -> str:
    """The part of the picture that a line of the program makes."""
    if "requires_grad=True" in line:
        return "point"
    if line.startswith("loss"):
        return "tangent" if ".backward(" in line else "curve"
    return "tangent" if ".grad" in line or ".backward(" in line else ""


def draw_view(progress: Progress, words: Words) -> None:
    """Draw the stock widgets of the view that is open."""
    setting = progress.setting
    view = VIEWS.get(setting.view)
    if view and view.controls and not progress.hides:
        view.controls(_controls_of(experiment_now(setting)), list(setting.handles), words)


def _active(elements: list[Element]) -> Element:
    """The element whose curve is shown: the one that was touched last, or the first."""
    touched = st.session_state.get("lesson-active")
    return next((element for element in elements if element.key == touched), elements[0])


def _touch(asked: Any, elements: list[Element]) -> None:
    key = str(asked).partition(" ")[0]
    if any(element.key == key for element in elements):
        st.session_state["lesson-active"] = key


class _Fixed(Controls):
    """Controls that say one experiment, with no widgets behind them."""

    fixed: Experiment

    def experiment(self) -> Experiment:
        """That experiment."""
        return self.fixed


def _controls_of(experiment: Experiment) -> Controls:
    controls = _Fixed(LOSSES[experiment.loss], len(np.ravel(experiment.tensor(experiment.requires_grad[0]))))
    controls.fixed = experiment
    return controls
