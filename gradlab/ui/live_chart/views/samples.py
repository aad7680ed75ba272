"""The samples of a batch: the loss of each, and what every reduction makes of them."""

from dataclasses import replace

from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses import LOSSES
from gradlab.compute.samples import samples
from gradlab.ui.live_chart.views.view import Addition, Scene, View


def _add(scene: Scene) -> Addition:
    """The losses for every position of the active element, the classes and their weights, and the divisors."""
    exploration = scene.exploration
    experiment = exploration.experiment
    moving = {"tensor": exploration.tensor, "element": exploration.element, "positions": exploration.positions}
    found = samples(experiment, **moving)
    numbers = {"losses": found.losses} | {f"reduced_{name}": values for name, values in found.reduced.items()}
    divisors = {name: divisor(replace(experiment, reduction=name, vector=None)) for name in found.reduced}
    texts = {
        "targets": _classes(experiment),
        "weights": _weights(experiment),
        "reductions": list(found.reduced),
        "divisors": [f"{divided.number:g}" if divided else "" for divided in divisors.values()],
        "chosen": experiment.reduction,
    }
    return Addition(numbers, texts)


def _classes(experiment: Experiment) -> list[str]:
    """The class of each sample, and nothing where it is ignored; none where the target is no class."""
    target = experiment.tensor("target")
    ignored = dict(experiment.parameters).get("ignore_index")
    is_class = LOSSES[experiment.loss].tensor("target").kind == "class_index"
    return ["" if index == ignored else str(index) for index in flat(target)] if is_class else []


def _weights(experiment: Experiment) -> list[str]:
    """The weight of each sample's class; none where there are no weights."""
    weights = dict(experiment.tensors).get("weight")
    return [f"{flat(weights)[int(index)]:g}" if index else "" for index in _classes(experiment)] if weights else []


SAMPLES = View(_add, possible=lambda controls: controls.samples > 1, always=True)
