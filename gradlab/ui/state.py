"""A whole state of Explore as plain values by key: what a link says, with nothing left out."""

from collections.abc import Mapping
from typing import Any

from gradlab.compute.losses import LOSSES, Loss
from gradlab.ui.elements import Element, elements_of

State = dict[str, Any]


def whole_state(chosen: Mapping[str, Any]) -> State:
    """The state with the loss's defaults filled in for everything `chosen` leaves out."""
    loss = LOSSES[chosen["loss"]]
    size = chosen.get("elements", loss.size)
    state: State = {"loss": loss.name, "elements": size}
    tensors = [elements_of(loss, tensor.name, size) for tensor in loss.required]
    state |= {element.key: element.default for elements in tensors for element in elements}
    state |= {parameter.name: parameter.default for parameter in loss.parameters}
    return state | dict(chosen)


def carried_state(loss: Loss, before: Mapping[str, Any]) -> State:
    """The state in which `loss` takes over from another: values it can take too are kept."""
    low, high = loss.sizes
    same_tensor = f"{loss.primary.name}0" in before
    size = before.get("elements", loss.size)
    size = size if same_tensor and low <= size <= high else loss.size
    kept = {
        element.key: before[element.key]
        for element in sliders_of(loss, size)
        if element.key in before and element.slider.low <= before[element.key] <= element.slider.high
    }
    return whole_state({"loss": loss.name, "elements": size, **kept})


def sliders_of(loss: Loss, size: int) -> list[Element]:
    """Every element that has a slider."""
    tensors = [tensor.name for tensor in loss.required if tensor.slider]
    return [element for tensor in tensors for element in elements_of(loss, tensor, size)]
