"""Two losses side by side: both curves, both tangents, both numbers, and one point that moves through both."""

from collections.abc import Iterator

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.losses import LOSSES
from gradlab.figures.axes import fitted_range
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.experiment.sliders import one_of
from gradlab.ui.frame.expectations import OneOf
from gradlab.ui.live_chart.views.second import columns, second_curve, tangents
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_KEY = "compare"


def in_its_place(experiment: Experiment, name: str) -> Experiment | None:
    """Another loss of the same tensors and parameters as far as it takes them; None where it takes other tensors."""
    loss, there, parameters = LOSSES[name], dict(experiment.tensors), dict(experiment.parameters)
    if any(argument.name not in there for argument in loss.required):
        return None
    try:
        return Experiment(
            name,
            {argument.name: there[argument.name] for argument in loss.tensors if argument.name in there},
            {
                parameter.name: parameters[parameter.name]
                for parameter in loss.parameters
                if parameter.name in parameters
            },
            reduction=experiment.reduction,
            dtype=experiment.dtype,
            device=experiment.device,
            vector=experiment.vector,
        )
    except ExperimentError:
        return None


def comparable(controls: Controls) -> Iterator[str]:
    """The losses that can stand beside the present one: of the same tensors, at their present values."""
    experiment, own = controls.experiment(), controls.loss
    primary = own.primary.name
    return (
        loss.name
        for loss in LOSSES.values()
        if loss is not own and loss.primary.name == primary and in_its_place(experiment, loss.name)
    )


def _choice(controls: Controls, elements: list[Element], words: Words) -> None:  # noqa: ARG001
    offered = tuple(comparable(controls))
    near = [name for name in offered if LOSSES[name].family == controls.loss.family]
    one_of(_KEY, offered, (near or offered)[0], words["views"]["compare"]["choice"])


def _add(scene: Scene) -> Addition | None:
    chosen = scene.values[_KEY]
    other = chosen in LOSSES and in_its_place(scene.exploration.experiment, chosen)
    second = other and second_curve(other, scene.active)
    if not second:
        return None
    rows = len(scene.exploration.positions)
    moved_by = [element.key for element in sliders_in(other)] + [name for name, _ in other.parameters]
    texts = {"loss": chosen, "printed": second.printed[:rows], "moved_by": moved_by}
    fit = {"slope_fit": fitted_range(second.slope, second.slope[second.row])}
    return Addition(
        columns(second, rows) | tangents(second, rows) | fit, texts, losses=second.sweep.losses, fits=chosen
    )


COMPARE = View(_add, _choice, possible=lambda controls: any(comparable(controls)), reads={_KEY: OneOf(tuple(LOSSES))})
