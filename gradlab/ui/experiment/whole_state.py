"""A whole state of Explore as plain values by key: what a link says, with nothing left out."""

from collections.abc import Mapping
from typing import Any

from gradlab.compute.experiment import Experiment, Nested, flat
from gradlab.compute.losses import LOSSES, Loss
from gradlab.compute.losses.shapes import Shape
from gradlab.ui.experiment.controls import PAGE_DTYPE
from gradlab.ui.experiment.elements import Element, elements_of
from gradlab.ui.frame.session import session

State = dict[str, Any]

BATCH, MOST_SAMPLES = "batch", 4  # the number of samples in the address, and how many a page shows

# What is said of one experiment that no widget shows: the element whose curve is seen, the steps of gradient descent,
# and how far they have widened the sliders.
_OF_THE_EXPERIMENT = ("at", "trail", "held", "reach")


def leave_experiment() -> None:
    """Forget what was said of an experiment that makes room for another."""
    session().page.forget(_OF_THE_EXPERIMENT)


def whole_state(chosen: Mapping[str, Any]) -> State:
    """The state with the loss's defaults filled in for everything `chosen` leaves out."""
    loss = LOSSES[chosen["loss"]]
    size = chosen.get("elements", loss.size)
    state: State = {"loss": loss.name, "elements": size, "reduction": "mean", "dtype": PAGE_DTYPE}
    samples = chosen.get(BATCH, 1)
    state |= {BATCH: samples} if loss.samples else {}
    for argument in loss.tensors:
        if argument.optional:
            state[f"with_{argument.name}"] = False
        else:
            elements = elements_of(loss, argument.name, size, chosen, samples=samples)
            state |= {element.key: element.default for element in elements}
        if argument.movable:
            state[f"requires_grad_{argument.name}"] = argument == loss.primary
    state |= {parameter.name: parameter.default for parameter in loss.parameters}
    return state | dict(chosen)


def said_of(experiment: Experiment) -> State:
    """What a link says to have Explore show this experiment."""
    shape = experiment.shape(experiment.requires_grad[0])
    state: State = {"loss": experiment.loss, "reduction": experiment.reduction, "dtype": experiment.dtype}
    state |= {"elements": shape[-1]} if shape else {}
    state |= dict(experiment.parameters)
    for argument in LOSSES[experiment.loss].tensors:
        if argument.name in dict(experiment.tensors):
            state |= {f"with_{argument.name}": True} if argument.optional else {}
            state |= _by_key(argument.name, experiment.shape(argument.name), experiment.tensor(argument.name))
    if experiment.vector is not None:
        state |= {f"v{index}": value for index, value in enumerate(flat(experiment.vector))}
    return state


def _by_key(tensor: str, shape: Shape, values: Nested) -> State:
    return {Element(tensor, index, shape, None, 0.0).key: value for index, value in enumerate(flat(values))}


def with_hidden(state: State) -> State:
    """The state, and the defaults of the elements not shown at its size: another loss may have left its own there."""
    loss = LOSSES[state["loss"]]
    largest, several = loss.sizes[1], MOST_SAMPLES if loss.samples else 1
    elements = [e for a in loss.required for e in elements_of(loss, a.name, largest, state, samples=several)]
    return {element.key: element.default for element in elements} | state


def carried_state(loss: Loss, before: Mapping[str, Any]) -> State:
    """The state in which `loss` takes over from another: values it can take too are kept."""
    low, high = loss.sizes
    same_tensor = f"{loss.primary.name}0" in before
    size = before.get("elements", loss.size)
    size = size if same_tensor and low <= size <= high else loss.size
    kept = {
        element.key: before[element.key]
        for argument in loss.required
        for element in elements_of(loss, argument.name, size)
        if element.key in before and element.takes(before[element.key])
    }
    for key, allowed in (("reduction", loss.reductions), ("dtype", loss.dtypes)):
        if before.get(key) in allowed:
            kept[key] = before[key]
    return whole_state({"loss": loss.name, "elements": size, **kept})


def sliders_of(loss: Loss, size: int) -> list[Element]:
    """Every element that has a slider, of the tensors that are always there."""
    tensors = [argument.name for argument in loss.required if argument.slider]
    return [element for tensor in tensors for element in elements_of(loss, tensor, size)]
