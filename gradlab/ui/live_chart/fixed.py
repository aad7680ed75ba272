"""The live chart of an experiment that no widgets of Explore describe: a lesson's, or one that is to be predicted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.ui.browser.packing import Part
from gradlab.ui.experiment.controls import Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.offered import FixedControls
from gradlab.ui.frame.session import session
from gradlab.ui.frame.whole_page import ask_for_whole_page
from gradlab.ui.live_chart import chart_code, chart_is_live, live_chart
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.fallback import stock_chart
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part
from gradlab.ui.live_chart.views import VIEWS, Scene
from gradlab.ui.live_chart.views.script import view_script


def fixed_controls(experiment: Experiment) -> FixedControls:
    """What the widgets of Explore would say of an experiment."""
    size = len(np.ravel(experiment.tensor(experiment.requires_grad[0])))
    return FixedControls(LOSSES[experiment.loss], size, fixed=experiment)


def fixed_picture(
    experiment: Experiment,
    elements: Sequence[Element],
    active: Element,
    words: Words,
    *,
    views: Sequence[str] = (),
    on_touch: Callable[[Any], None],
    said: Mapping[str, Any],
) -> None:
    """Draw the live chart, with its scripts and those of its open views.

    elements: those that are differentiated; the curve is that of the `active` one. said: what else the chart is told.
    """
    exploration = explore(experiment, active)
    scene = Scene(fixed_controls(experiment), exploration, list(elements), active, words, session().page.values)
    opened = {name: VIEWS[name] for name in views}
    for name, view in opened.items():
        if view.add:
            view_script(name)
    quiet = [parameter.key for parameter in session().page.parameters.values() if not parameter.heard]
    usual = {"families": {}, "quiet": quiet}
    chart_code(words)
    live_chart(
        curve=curve_part(scene),
        page=page_part(scene, opened),
        state=Part(as_json({**usual, **said})),
        now=Part(as_json({"changes": 0, "kept": 0})),
        family=None,
        on_approach=lambda _: None,
        on_touch=on_touch,
        on_type=lambda _: None,
        on_undone=lambda _: None,
        on_unavailable=ask_for_whole_page,
    )
    if not chart_is_live():
        stock_chart(exploration, active, words["chart"], said.get("hidden", "").split())
