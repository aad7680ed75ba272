"""The way from a training to the other pages: a state of it as the values of their links."""

from collections.abc import Mapping
from math import log2
from typing import Any

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses import LOSSES
from gradlab.compute.training import Training
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.link import complete_link
from gradlab.ui.training.fields import State


def explore_link(experiment: Experiment) -> str:
    """Explore with this experiment, relative to the page; nothing where Explore cannot show one of its size."""
    loss = LOSSES[experiment.loss]
    there = dict(experiment.tensors)
    size = _size_of(experiment)
    if size is None or experiment.vector is not None:
        return ""
    state: State = {"loss": loss.name, "elements": size, "reduction": experiment.reduction, "dtype": experiment.dtype}
    for argument in loss.tensors:
        if argument.optional:
            state[f"with_{argument.name}"] = str(argument.name in there).lower()
        if argument.differentiable:
            state[f"requires_grad_{argument.name}"] = str(argument.name in experiment.requires_grad).lower()
    for name, value in there.items():
        state |= {element_key(experiment, name, index): number for index, number in enumerate(flat(value))}
    return complete_link("./", state | dict(experiment.parameters))


def element_key(experiment: Experiment, tensor: str, index: int) -> str:
    """What an element is called in a link."""
    return Element(tensor, index, experiment.shape(tensor), None, 0.0).key


def scaling_link(training: Training) -> str:
    """Gradient to step with this loop's settings, for one number: what is the step's own is filled in later."""
    options = dict(training.options)
    state: Mapping[str, Any] = {
        "model": "product",
        "autocast": training.autocast,
        "scaler": str(training.scaler).lower(),
        "log2_S": round(log2(training.scale)),
        "growth_interval": min(training.growth_interval, 2000),
        "unscale": "in_step" if training.clip_scaled else "unscale_",
        "clip": training.clip,
        "clip_at": training.clip_at,
        "optimizer": training.optimizer,
        "learning_rate": training.learning_rate,
        "weight_decay": options.get("weight_decay", 0.0),
        **{name: value for name, value in options.items() if name == "eps"},
    }
    return complete_link("./scaling", state)


def _size_of(experiment: Experiment) -> int | None:
    """The number of elements at which Explore shows tensors of these shapes."""
    loss = LOSSES[experiment.loss]
    shapes = {name: experiment.shape(name) for name, _ in experiment.tensors}
    low, high = loss.sizes
    fits = (
        size for size in range(low, high + 1) if all(loss.tensor(name).shape(size) == s for name, s in shapes.items())
    )
    return next(fits, None)
