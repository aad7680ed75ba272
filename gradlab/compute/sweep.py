"""The loss and its unscaled gradient as one element moves: every position in one batched backward."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf
from operator import index as index_of

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, ExperimentError, flat
from gradlab.compute.gradient import as_array, leaf, vector_of
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import Shape, count


@dataclass(frozen=True)
class Sweep:
    """The loss and its gradient at each of N positions of one element, all other elements held still.

    positions `[N]`: the positions as the dtype rounded them. losses `[N]`.
    gradients[name] `[N, *shape]`: the gradient of the whole tensor at each position, for every tensor that requires it.
    All float64; a position outside the loss's domain has NaN everywhere.
    """

    tensor: str
    element: int
    positions: np.ndarray
    losses: np.ndarray
    gradients: dict[str, np.ndarray]
    device: str


def sweep(experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]) -> Sweep:
    """Move one element of one tensor through `positions` and differentiate at each.

    element: the index of the element, counted through the flattened tensor or as a tuple.
    Raises ExperimentError for a tensor, element or position that is not there or not a number,
    DeviceError where the device is not there.
    """
    index = flat_index(experiment, tensor, element)
    device = resolve(experiment.device)
    moved = torch.from_numpy(checked_positions(positions)).to(device, getattr(torch, experiment.dtype))
    inside = _inside(experiment, tensor, moved)
    rows = moved if inside is None else _kept(experiment, tensor, index, moved, inside)
    batch = batch_of(experiment, device, tensor, index, rows)
    losses = row_losses(experiment, batch)
    leaves = [batch[name] for name in experiment.requires_grad]
    grads = torch.autograd.grad(losses.sum(), leaves)
    results = [as_array(values) for values in (losses, *grads)]
    if inside is not None:
        outside = ~inside.cpu().numpy()
        for values in results:
            values[outside] = np.nan
    gradients = dict(zip(experiment.requires_grad, results[1:], strict=True))
    return Sweep(tensor, index, as_array(moved), results[0], gradients, str(device))


def row_losses(experiment: Experiment, batch: dict[str, Tensor]) -> Tensor:
    """The number that is differentiated, for each row of a batch: `[N]`. Rows do not touch each other."""
    rows = LOSSES[experiment.loss].rows
    losses = rows(**batch, **dict(experiment.parameters), reduction=experiment.reduction)
    if experiment.reduction != "none":
        return losses
    if experiment.vector is not None:
        losses = losses * vector_of(experiment, losses.device)
    elif count(experiment.output_shape) > 1:
        raise ExperimentError("expected a vector for reduction none on several elements, got none")
    return losses.flatten(1).sum(1) if losses.dim() > 1 else losses


def batch_of(experiment: Experiment, device: torch.device, tensor: str, index: int, moved: Tensor) -> dict[str, Tensor]:
    """Every tensor with N rows in front, `[N, *shape]`, one element set row by row; leaves where required."""
    batch = {}
    for name, _ in experiment.tensors:
        rows = leaf(experiment, name, device).detach().expand(len(moved), *experiment.shape(name))
        if name == tensor:
            rows = rows.clone()
            rows.view(len(moved), -1)[:, index] = moved
        elif name in experiment.requires_grad:
            rows = rows.clone()
        batch[name] = rows.requires_grad_(name in experiment.requires_grad)
    return batch


def flat_index(experiment: Experiment, tensor: str, element: int | tuple[int, ...]) -> int:
    """The element's index in the flattened tensor; raises ExperimentError where there is none."""
    there = dict(experiment.tensors)
    movable = [a.name for a in LOSSES[experiment.loss].tensors if a.kind == "continuous" and a.name in there]
    if tensor not in movable:
        raise ExperimentError(f"expected tensor to be one of {', '.join(movable)}, got {tensor!r}")
    shape: Shape = experiment.shape(tensor)
    try:
        if isinstance(element, tuple):
            return int(np.ravel_multi_index(element, shape)) if shape else _only_element(element)
        if not isinstance(element, bool) and 0 <= index_of(element) < count(shape):
            return index_of(element)
    except (TypeError, ValueError):
        pass
    raise ExperimentError(f"expected an element of {tensor}, which has shape {list(shape)}, got {element!r}")


def _only_element(element: tuple[int, ...]) -> int:
    if element:
        raise ValueError("a tensor of shape [] has no axes")
    return 0


def checked_positions(positions: Sequence[float]) -> np.ndarray:
    """The positions as float64 `[N]`; raises ExperimentError where they are not at least one finite number."""
    try:
        numbers = np.array(positions, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ExperimentError(f"expected numbers as positions, got {positions!r}") from None
    if numbers.ndim != 1 or not len(numbers):
        raise ExperimentError(f"expected a list of at least one position, got shape {list(numbers.shape)}")
    if not np.isfinite(numbers).all():
        raise ExperimentError(f"expected finite numbers as positions, got {numbers[~np.isfinite(numbers)][0]}")
    return numbers


def _inside(experiment: Experiment, tensor: str, moved: Tensor) -> Tensor | None:
    """Which positions lie in the loss's domain; None where the domain has no end."""
    domain = LOSSES[experiment.loss].tensor(tensor).domain
    if isinf(domain.low) and isinf(domain.high):
        return None
    return (moved >= domain.low) & (moved <= domain.high)


def _kept(experiment: Experiment, tensor: str, index: int, moved: Tensor, inside: Tensor) -> Tensor:
    """The positions, the element's own value for those outside the domain: one such row would make the batch raise."""
    return torch.where(inside, moved, flat(experiment.tensor(tensor))[index])
