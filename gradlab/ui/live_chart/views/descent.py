"""Gradient descent by hand: steps are taken one at a time, and the session holds where they led."""

from dataclasses import replace
from math import isfinite

from gradlab.compute.descent import descent_step, steps_from
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.losses import LOSSES
from gradlab.compute.sweep import sweep
from gradlab.text.written import written
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.reach import REACH, REACHES
from gradlab.ui.frame.expectations import OneOf, Range, Text, Written
from gradlab.ui.frame.history import State
from gradlab.ui.frame.notices import Notice, notify
from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.views.trail import MOST_POINTS, Point, Trail, experiment_at, point_of, read_trail

RATE, ZERO_GRAD = "learning_rate", "zero_grad"
_TRAIL, _HELD = "trail", "held"
_COUNTS = [str(count) for count in range(1, MOST_POINTS)]
HIGHEST_RATE = 1000.0

# What the view of gradient descent reads of the page.
READS = {
    RATE: Range(0.0, HIGHEST_RATE),
    ZERO_GRAD: OneOf((True, False)),
    _TRAIL: Text(),
    _HELD: Written("held", lambda text: text in _COUNTS),
}


def declare_trail(experiment: Experiment) -> None:
    """What a link may say of the steps that have been taken."""
    session().declare(_TRAIL, Written("trail", lambda text: _read(text, experiment) is not None), "")
    session().declare(_HELD, READS[_HELD], "")


def trail_in(values: State, experiment: Experiment) -> Trail:
    """The trail that the page says; one without points where there is none of this experiment."""
    return _read(values.get(_TRAIL) or "", experiment) or Trail()


def held_points(values: State, experiment: Experiment, trail: Trail) -> list[Experiment]:
    """The experiment where the gradients come from that are still in `.grad`: none while `zero_grad` is on."""
    count = 0 if values[ZERO_GRAD] else int(values.get(_HELD) or 0)
    return [experiment_at(experiment, start) for start in trail.starts[-count:]] if count else []


def take_step(controls: Controls, elements: list[Element]) -> None:
    """Let every differentiated element step against its gradient."""
    experiment, values = controls.experiment(), session().page.values
    trail, rate = trail_in(values, experiment), values[RATE]
    before = held_points(values, experiment, trail)
    try:
        step = descent_step(experiment, learning_rate=rate, before=before)
    except ExperimentError:
        kind, details = _refusal(experiment, elements, rate, before)
        notify(kind, **details)
        return
    longer = trail.stepped(point_of(experiment), point_of(step.experiment))
    held = 0 if session().value(ZERO_GRAD) else len(before) + 1
    if held > len(longer.starts):
        notify("step_full", limit=MOST_POINTS)
    elif _move(controls, elements, point_of(step.experiment)):
        _keep(longer, held)


def undo_step(controls: Controls, elements: list[Element]) -> None:
    """Go back to where the last step began."""
    experiment = controls.experiment()
    values = session().page.values
    trail = trail_in(values, experiment)
    if trail.runs:
        held = len(held_points(values, experiment, trail))
        shorter, point = trail.undone()
        if _move(controls, elements, point):
            _keep(shorter, max(held - 1, 0))


def clear_trail(controls: Controls, elements: list[Element]) -> None:
    """Forget the trail and what `.grad` holds; the sliders reach no farther than they need to."""
    _keep(Trail(), 0)
    _move(replace(controls, reach=1), elements, point_of(controls.experiment()))


def forget_gradients() -> None:
    """`zero_grad` has been switched: what `.grad` held is gone."""
    session().give({_HELD: ""})


def close_trail() -> None:
    """Forget the steps; the sliders stay as wide as they are."""
    _keep(Trail(), 0)


def _read(text: str, experiment: Experiment) -> Trail | None:
    trail = read_trail(text, len(point_of(experiment)))
    try:
        for point in trail.points if trail else ():
            experiment_at(experiment, point)
    except ExperimentError:
        return None
    return trail


def _keep(trail: Trail, held: int) -> None:
    session().give({_TRAIL: trail.text, _HELD: str(held) if held else ""})


def _move(controls: Controls, elements: list[Element], point: Point) -> bool:
    """Move the sliders, wider ones where these do not reach; if none do, say so and leave all as it is."""
    values = {element.key: value for element, value in zip(elements, point, strict=True)}
    reach = controls.reach_taking(values)
    if reach is None:
        element, value = max(zip(elements, point, strict=True), key=lambda pair: abs(pair[1]))
        notify("step_too_far", name=element.name, value=written(value), factor=REACHES[-1])
        return False
    session().give({REACH: reach, **values})
    return True


def _refusal(experiment: Experiment, elements: list[Element], rate: float, before: list[Experiment]) -> Notice:
    """Where PyTorch's step leads that the loss cannot follow."""
    first = elements[0]
    swept = sweep(experiment, tensor=first.tensor, element=first.index, positions=[first.value_in(experiment)])
    after = steps_from(experiment, swept, learning_rate=rate, before=before).after
    domains = {name: LOSSES[experiment.loss].tensor(name).domain for name in after}
    landed = [(element, float(after[element.tensor].flat[element.index])) for element in elements]
    element, value = next((e, v) for e, v in landed if not isfinite(v) or v not in domains[e.tensor])
    domain = domains[element.tensor]
    kind = "step_outside" if isfinite(value) else "step_not_finite"
    return kind, {"name": element.name, "value": written(value), "expected": Range(domain.low, domain.high)}
