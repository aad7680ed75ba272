"""The live chart of a stage: the one Explore has, at the lesson's experiment and with its program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from gradlab.compute.experiment import Experiment
from gradlab.compute.notebook import document
from gradlab.compute.script import imports_of
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.sliders import slider
from gradlab.ui.experiment.whole_state import said_of as values_of
from gradlab.ui.frame.session import session
from gradlab.ui.lessons.lesson import Setting
from gradlab.ui.lessons.progress import Progress
from gradlab.ui.live_chart import live_chart_style
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.fixed import FixedControls, fixed_controls, fixed_picture
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT, lights, slotted_program
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.live_chart.views.descent import declare_trail

Words = Mapping[str, Any]

# The keys of the parts of the page, by which the chart's style places them.
STAGE, PICTURE, HANDLES, VIEWING = "stage", "chart", "sliders", "viewing"
PAGE = Path(__file__).parents[1] / "pages" / "explore.py"

_ACTIVE = "touched"  # the key of the element that was touched last


def prepare(words: Words) -> None:  # noqa: ARG001 - a receipt needs it
    """Send the chart's style, ahead of all it dresses."""
    live_chart_style()


def handles_of(progress: Progress) -> int:
    """How many sliders it has: as many rows of the screen."""
    return len(progress.setting.handles) + len(progress.setting.others)


def draw_sliders(progress: Progress, words: Words, *, heard: bool) -> None:  # noqa: ARG001 - they bear PyTorch's names
    """Draw a slider for each element that can be moved. heard: whether the server hears where the handles stand."""
    setting = progress.setting
    for element in (*setting.handles, *setting.others):
        told = heard or element in setting.others
        slider(
            element.key,
            element.name,
            element.slider,
            setting.value_of(element),
            domain=element.domain,
            heard=told,
            in_address=False,
        )


def shown_now(progress: Progress) -> Experiment:
    """The stage's experiment, with every element where its slider stands."""
    return _experiment_now(progress.setting)


def said_of(experiment: Experiment) -> dict[str, str]:
    """What a link to Explore says of it."""
    return {name: str(value) for name, value in values_of(experiment).items()}


def notebook_of(progress: Progress, experiment: Experiment, title: str) -> str:
    """The lesson's program, at the learner's values, for Jupyter or Colab."""
    element = progress.setting.handles[0]
    exploration = explore(experiment, element)
    program = (progress.of_course.program or slotted_program)(experiment, element)
    text = program.replace(VALUE_SLOT, repr(exploration.positions[exploration.row]))
    text = text.replace(PRINTED_SLOT, exploration.printed[exploration.row].replace("\n", "\n# "))
    code = text if progress.of_course.program else f"{imports_of(text)}\n\n{text}"
    return document(f"# {title}", {"program": code})


def _experiment_now(setting: Setting) -> Experiment:
    elements = (*setting.handles, *setting.others)
    return put(setting.experiment, {element: session().value(element.key) for element in elements})


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
    active = _active(setting.handles)
    program = (progress.of_course.program or slotted_program)(experiment, active)
    said = {
        "program": program,
        "hidden": "answer" if progress.hides else "",
        "lights": lights(program),
    }
    views = [setting.view] if setting.view and not progress.hides else []
    touched = partial(_touch, elements=setting.handles)
    fixed_picture(experiment, setting.handles, active, words, views=views, on_touch=touched, said=said)


def draw_view(progress: Progress, words: Words) -> None:
    """Draw the stock widgets of the view that is open: before the picture, which shows what they say."""
    setting, own = progress.setting, session()
    view = VIEWS.get(setting.view)
    if not view or progress.hides:
        return
    said = own.page.link or {}
    own.give({name: value for name, value in setting.starts.items() if own.value(name) is None and name not in said})
    declare_trail(setting.experiment)
    if view.controls:
        controls = LessonControls(**vars(fixed_controls(setting.experiment)), setting=setting)
        with st.container(key=f"view-{setting.view}"):
            view.controls(controls, list(setting.handles), words)


@dataclass(kw_only=True)
class LessonControls(FixedControls):
    """What the sliders of a setting say, read anew: those of the handles move without a run of the page."""

    setting: Setting

    def experiment(self) -> Experiment:
        """The setting's experiment, with every element where its slider stands."""
        return _experiment_now(self.setting)


def _active(elements: Sequence[Element]) -> Element:
    """The element whose curve is shown: the one that was touched last, or the first."""
    touched = session().value(_ACTIVE)
    return next((element for element in elements if element.key == touched), elements[0])


def _touch(asked: Any, elements: Sequence[Element]) -> None:
    key = str(asked).partition(" ")[0]
    if any(element.key == key for element in elements):
        session().give({_ACTIVE: key})
