"""A pinned curve: the experiment as it was stays behind, in grey, while anything changes. A link holds it."""

import json

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.program import literal
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import sliders_in
from gradlab.ui.frame.expectations import Written
from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.views.second import columns, second_curve
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_LONGEST = 2000  # characters; a link beyond it would not survive many servers
_FIELDS = ("loss", "tensors", "parameters", "reduction", "dtype", "vector")
_NAMED = 3


def read_pin(text: str) -> Experiment | None:
    """The experiment that a text pins; None where it cannot be read. The text may be anything at all."""
    try:
        given = json.loads(text) if 0 < len(text) <= _LONGEST else None
        return Experiment(**{name: given[name] for name in _FIELDS if name in given})
    except (ValueError, TypeError, RecursionError):  # an ExperimentError is a ValueError
        return None


def pin_text(experiment: Experiment) -> str:
    """The experiment as the address pins it."""
    values = {name: getattr(experiment, name) for name in _FIELDS}
    values |= {"tensors": dict(experiment.tensors), "parameters": dict(experiment.parameters)}
    return json.dumps({name: value for name, value in values.items() if value}, separators=(",", ":"))


def differences(pinned: Experiment, present: Experiment, moved: str) -> list[str]:
    """What sets the pinned experiment apart, as the page writes it: `delta = 0.5`, `sum`; the loss where nothing does.

    moved: the element along which both curves run; that it stands elsewhere is no difference of the curves.
    """
    found = [
        str(getattr(pinned, field))
        for field in ("loss", "reduction", "dtype")
        if getattr(pinned, field) != getattr(present, field)
    ]
    before, now = dict(pinned.parameters), dict(present.parameters)
    found += [f"{name} = {value}" for name, value in before.items() if now.get(name, value) != value]
    elsewhere = {element.name: element.value_in(present) for element in sliders_in(present)}
    for element in sliders_in(pinned):
        value = element.value_in(pinned)
        if element.name != moved and elsewhere.get(element.name, value) != value:
            found.append(f"{element.name} = {literal(value)}")
    return found or [pinned.loss]


def _add(scene: Scene) -> Addition | None:
    experiment = read_pin(scene.values["pin"])
    second = experiment and second_curve(experiment, scene.active)
    if not second:
        return None
    found = differences(experiment, scene.exploration.experiment, scene.active.name)
    named = [*found[:_NAMED], *(["…"] if len(found) > _NAMED else [])]
    label = scene.words["views"]["pin"]["label"].format(what=", ".join(named).replace("-", "−"))
    rows, row = len(scene.active.slider.positions), second.row
    sides = [second.slopes.left[row], second.slopes.right[row]] if second.slopes.kink[row] else [second.slope[row]] * 2
    at = {"at": second.positions[row], "loss_at": second.sweep.losses[row], "slopes_at": sides}
    return Addition(columns(second, rows) | at, {"label": label})


def _pin(controls: Controls) -> None:
    try:
        session().give({"pin": pin_text(controls.experiment())})
    except ExperimentError:  # a vector that is still missing
        session().give({"pin": ""})


PIN = View(_add, opened=_pin, closed=lambda: session().give({"pin": ""}), reads={"pin": Written("pinned", read_pin)})
