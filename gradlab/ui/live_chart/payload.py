"""What the live chart is sent: texts, and every number behind them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses import LOSSES
from gradlab.compute.program import literal
from gradlab.compute.slopes import Verdict
from gradlab.compute.sweep import Sweep
from gradlab.compute.training import to_text
from gradlab.figures.axes import fitted_range
from gradlab.figures.loss_curve import LossCurve, Point, curve_figure
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import Part, pack
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.experiment.offered import slider_values
from gradlab.ui.frame.kept import kept
from gradlab.ui.frame.turns import in_turn
from gradlab.ui.live_chart.exploration import Exploration, explore
from gradlab.ui.live_chart.judged import VERDICTS, judged_numbers
from gradlab.ui.live_chart.sentence import described_causes, described_remarks
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT, lights, slotted_program
from gradlab.ui.live_chart.variations_payload import families
from gradlab.ui.live_chart.views import Addition, Scene, View

HELD_SHOWN = 7


def loss_curve_of(exploration: Exploration, active: Element, words: Mapping[str, Any]) -> LossCurve:
    """The picture of an exploration: the curve in the order of its positions, and the target of the same element."""
    count = len(active.slider.positions)
    target = target_of(exploration)
    loss = exploration.sweep.losses
    return LossCurve(
        x=exploration.sweep.positions[:count],
        y=loss[:count],
        x_range=(active.slider.low, active.slider.high),
        y_range=fitted_range(loss[:count], loss[exploration.row]),
        x_title=active.name,
        y_title=words["loss_axis"],
        target=target,
        target_label="" if target is None else words["target"].format(value=literal(target)),
    )


def point_of(exploration: Exploration) -> Point:
    """The point of the picture at the element's own value."""
    row, judged = exploration.row, exploration.slopes
    sides = (float(judged.left[row]), float(judged.right[row])) if judged.kink[row] else None
    loss, slope = float(exploration.sweep.losses[row]), float(exploration.slope[row])
    if judged.verdict[row] == Verdict.NOT_THE_SLOPE:
        return Point(exploration.positions[row], loss, float(judged.slope[row]), sides, returned=slope)
    return Point(exploration.positions[row], loss, slope, sides)


def target_of(exploration: Exploration) -> float | None:
    """The target that belongs to the moved element, where there is one of the same shape on the same scale."""
    experiment = exploration.experiment
    arguments = {argument.name: argument for argument in LOSSES[experiment.loss].tensors}
    own, target = arguments[exploration.tensor], arguments.get("target")
    if target is None or target is own or not target.slider or target.slider != own.slider:
        return None
    return flat(experiment.tensor("target"))[exploration.element]


def curve_part(scene: Scene) -> Part:
    """What is sent of the curve, for every position of the active element's slider, whichever views are open."""
    return _curve_part(scene.exploration.experiment, scene.active, tuple(scene.elements), scene.words["code"])


@kept(512)
def _curve_part(experiment: Experiment, active: Element, elements: tuple[Element, ...], language: str) -> Part:
    exploration, words = explore(experiment, active), words_of(language)
    numbers = pack(_numbers(exploration, active))
    companion = LOSSES[experiment.loss].companion
    texts = {
        "language": language,
        "active": active.key,
        "elements": [{"key": e.key, "name": e.name, "tensor": e.tensor} for e in elements],
        "longest": max(len(label) for label in _labels(experiment)),
        "families": families(experiment, active),
        "title": title_of(exploration, elements, active, words["chart"]),
        "names": numbers.names,
        "printed": exploration.printed,
        "literals": [literal(position) for position in exploration.positions],
        "program": (code := slotted_program(experiment, active)),
        "lights": lights(code),
        "companion": companion.name if companion else "",
        "slots": [VALUE_SLOT, PRINTED_SLOT],
        "kinks": [literal(position) for position in exploration.kinks],
        "not_the_slope": [literal(position) for position in exploration.wrong],
        "verdicts": VERDICTS,
        "causes": described_causes(exploration.causes),
        "remarks": described_remarks(exploration.remarks, words),
        "figure": curve_figure(loss_curve_of(exploration, active, words["chart"])),
        "dtype": experiment.dtype,
        "device": exploration.sweep.device,
    }
    return Part(as_json(texts), numbers.bytes)


def page_part(scene: Scene, views: Mapping[str, View]) -> Part:
    """What the open views add, the axes that show all of it, and what the browser needs to ask for another curve."""
    exploration, active = scene.exploration, scene.active
    additions = {name: _addition(view, scene) for name, view in views.items() if view.add}
    added = {name: addition for name, addition in additions.items() if addition}
    numbers = pack({"fit": _fit(exploration, active, added)} | _added_numbers(added))
    fits = filter(None, (addition.fits for addition in added.values()))
    texts = {
        "axes": " ".join([exploration.experiment.loss, active.key, *fits]),
        "views": {name: dict(addition.texts) for name, addition in added.items()},
        "more": numbers.names,
        "of": to_text(exploration.experiment),
        "sliders": {key: literal(value) for key, value in slider_values(exploration.experiment).items()},
    }
    return Part(as_json(texts), numbers.bytes)


def _addition(view: View, scene: Scene) -> Addition | None:
    with in_turn():
        return view.add(scene)


def as_json(texts: Mapping[str, Any]) -> str:
    """The texts as they are sent. A number that JSON does not have is a mistake."""
    return json.dumps(texts, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _fit(exploration: Exploration, active: Element, added: Mapping[str, Addition]) -> tuple[float, float]:
    """The range of the loss axis that shows the curve, and what the open views draw beside it."""
    curve = exploration.sweep.losses[: len(active.slider.positions)]
    besides = [np.ravel(addition.losses) for addition in added.values()]
    points = [np.ravel(addition.points) for addition in added.values()]
    shown = np.concatenate([[exploration.sweep.losses[exploration.row]], *points])
    return fitted_range(np.concatenate([curve, *besides]), shown)


def _added_numbers(added: Mapping[str, Addition]) -> dict[str, Any]:
    """The numbers of the open views, each behind its view's name: `secant.slopes`."""
    return {f"{name}.{column}": values for name, a in added.items() for column, values in a.numbers.items()}


def _numbers(exploration: Exploration, active: Element) -> dict[str, Any]:
    """The numbers but for those that the browser knows: the positions, which their literals say."""
    swept = exploration.sweep
    return {
        "low": active.slider.low,
        "high": active.slider.high,
        "step": active.slider.step,
        "own": exploration.positions[exploration.row],
        "row": exploration.row,
        "stored": [] if _rounds_as_a_browser(swept, exploration.experiment.dtype) else swept.positions,
        "loss": swept.losses,
        "finer_at": exploration.finer[0],
        "finer": exploration.finer[1],
        "gradients": exploration.gradients,
        "companion": [] if exploration.companion is None else exploration.companion,
        **judged_numbers(exploration.slopes),
    }


def _rounds_as_a_browser(swept: Sweep, dtype: str) -> bool:
    """Whether JavaScript rounds the positions as this dtype does: it knows two of them."""
    return dtype in ("float32", "float64") and swept.device == "cpu"


def _labels(experiment: Experiment) -> list[str]:
    """The names that may stand beside a slider."""
    parameters = [parameter.name for parameter in LOSSES[experiment.loss].parameters if parameter.slider]
    return [element.name for element in sliders_in(experiment)] + parameters


def title_of(exploration: Exploration, elements: Sequence[Element], active: Element, words: Mapping[str, str]) -> str:
    """The heading; of many elements that are held, the first few are named."""
    experiment = exploration.experiment
    others = [element for element in elements if element != active]
    if not others:
        return words["title_one"].format(element=active.name)
    held = [f"{e.name} = {literal(e.value_in(experiment))}" for e in others[:HELD_SHOWN]]
    held += ["…"] if len(others) > HELD_SHOWN else []
    return words["title_several"].format(element=active.name, held=", ".join(held).replace("-", "−"))
