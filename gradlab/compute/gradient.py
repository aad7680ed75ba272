"""The unscaled gradient: what `backward()` adds into `.grad`, with nothing multiplied onto it."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, Nested
from gradlab.compute.losses import LOSSES


@dataclass(frozen=True)
class Gradient:
    """A loss and its unscaled gradient at one set of values.

    loss: the number that was differentiated; for `reduction="none"` on several elements the unreduced losses.
    gradients: `.grad` of every tensor that requires it, each of that tensor's shape, as float64.
    printed: `.grad` of the same tensors as PyTorch prints it, such as `tensor([5.])`.
    tensors: the values as the dtype rounded them. device: where it ran, such as `"cpu"`.
    """

    loss: float | np.ndarray
    gradients: dict[str, np.ndarray]
    printed: dict[str, str]
    tensors: dict[str, np.ndarray]
    dtype: str
    device: str


def unscaled_gradient(experiment: Experiment) -> Gradient:
    """Compute the loss, call `backward()` on it, and read `.grad`: ∂loss/∂tensor, unscaled.

    Raises DeviceError where the device is not there, and PyTorch's own RuntimeError
    ("grad can be implicitly created only for scalar outputs") for `reduction="none"` on several elements without
    a `vector`.
    """
    device = resolve(experiment.device)
    tensors = {name: leaf(experiment, name, device) for name, _ in experiment.tensors}
    loss = call(experiment, tensors)
    loss.backward(gradient=vector_of(experiment, device))
    graded = {name: tensors[name].grad for name in experiment.requires_grad}
    return Gradient(
        loss=_differentiated(experiment, loss),
        gradients={name: as_array(grad) for name, grad in graded.items()},
        printed={name: str(grad) for name, grad in graded.items()},
        tensors={name: as_array(value) for name, value in tensors.items()},
        dtype=experiment.dtype,
        device=str(device),
    )


def _differentiated(experiment: Experiment, loss: Tensor) -> float | np.ndarray:
    """The number that was differentiated: times v, where there is one; several losses as they are."""
    if loss.numel() > 1:
        return as_array(loss)
    vector = vector_of(experiment, loss.device)
    return loss.item() if vector is None else (loss * vector).item()


def refusal(experiment: Experiment) -> str:
    """What PyTorch says to `backward()` without a vector on the several losses that `reduction="none"` leaves."""
    try:
        unscaled_gradient(replace(experiment, vector=None))
    except RuntimeError as error:
        return str(error)
    return ""


def call(experiment: Experiment, tensors: dict[str, Tensor]) -> Tensor:
    """PyTorch's own loss of these tensors, reduced as the experiment says."""
    function = LOSSES[experiment.loss].function
    return function(**tensors, **dict(experiment.parameters), reduction=experiment.reduction)


def leaf(experiment: Experiment, name: str, device: torch.device) -> Tensor:
    """One tensor of the experiment as a leaf, created on its device (moving it later would make it a non-leaf)."""
    argument = LOSSES[experiment.loss].tensor(name)
    dtype = torch.int64 if argument.kind == "class_index" else getattr(torch, experiment.dtype)
    return torch.tensor(
        as_lists(experiment.tensor(name)), dtype=dtype, device=device, requires_grad=name in experiment.requires_grad
    )


def vector_of(experiment: Experiment, device: torch.device) -> Tensor | None:
    """The v of `backward(gradient=v)`, or None."""
    if experiment.vector is None:
        return None
    dtype = getattr(torch, experiment.dtype)
    return torch.tensor(as_lists(experiment.vector), dtype=dtype, device=device)


def as_lists(value: Nested) -> list | float | int:
    """Nested tuples as nested lists, the form PyTorch builds tensors from."""
    return [as_lists(part) for part in value] if isinstance(value, tuple) else value


def as_array(tensor: Tensor) -> np.ndarray:
    """A detached float64 copy. NumPy has no bfloat16, and every narrower float fits in float64 exactly."""
    return tensor.detach().to("cpu", torch.float64).numpy(force=True)
