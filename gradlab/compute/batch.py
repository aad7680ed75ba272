"""One experiment many times over: its tensors with N rows in front, in which a few elements move."""

from collections.abc import Mapping, Sequence
from math import isinf
from operator import index as index_of

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.experiment import Experiment, ExperimentError, flat
from gradlab.compute.gradient import leaf, vector_of
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import Shape, count

# The values `[N]` of each element that moves, by its tensor and its index in that tensor flattened.
Moved = Mapping[tuple[str, int], Tensor]


def batch_of(experiment: Experiment, device: torch.device, moved: Moved) -> dict[str, Tensor]:
    """Every tensor with N rows in front, `[N, *shape]`, the moved elements set row by row; leaves where required."""
    size = len(next(iter(moved.values())))
    batch = {}
    for name, _ in experiment.tensors:
        columns = [(index, values) for (tensor, index), values in moved.items() if tensor == name]
        rows = leaf(experiment, name, device).detach().expand(size, *experiment.shape(name))
        if columns or name in experiment.requires_grad:
            rows = rows.clone()
        for index, values in columns:
            rows.view(size, -1)[:, index] = values
        batch[name] = rows.requires_grad_(name in experiment.requires_grad)
    return batch


def row_losses(experiment: Experiment, batch: dict[str, Tensor]) -> Tensor:
    """The number that is differentiated, for each row of a batch: `[N]`. Rows do not touch each other."""
    rows = LOSSES[experiment.loss].rows
    losses = rows(**batch, **dict(experiment.parameters), reduction=experiment.reduction)
    return _differentiated(experiment, losses)


def own_row_losses(experiment: Experiment, batch: dict[str, Tensor]) -> Tensor:
    """The same numbers, each by PyTorch's own reduced call, exact to the last bit, but slow."""
    options = {**dict(experiment.parameters), "reduction": experiment.reduction}
    function, names = LOSSES[experiment.loss].function, tuple(batch)
    rows = zip(*(values.unbind(0) for values in batch.values()), strict=True)
    losses = torch.stack([function(**dict(zip(names, row, strict=True)), **options) for row in rows])
    return _differentiated(experiment, losses)


def _differentiated(experiment: Experiment, losses: Tensor) -> Tensor:
    """From the loss of each row, or its unreduced losses, to the one number of it that is differentiated."""
    if experiment.vector is not None:
        losses = losses * vector_of(experiment, losses.device)
    elif experiment.reduction == "none" and count(experiment.output_shape) > 1:
        raise ExperimentError("expected a vector for reduction none on several elements, got none")
    return losses.flatten(1).sum(1) if losses.dim() > 1 else losses


def losses_at(experiment: Experiment, moved: Moved) -> Tensor:
    """The loss where the elements have each of these values, `[N]`, without a gradient; NaN outside its domain."""
    rows, outside = confined(experiment, moved)
    with torch.no_grad():
        losses = row_losses(experiment, batch_of(experiment, next(iter(rows.values())).device, rows))
    return losses if outside is None else losses.masked_fill(outside, torch.nan)


def confined(experiment: Experiment, moved: Moved) -> tuple[Moved, Tensor | None]:
    """The values with an element's own instead of those outside the loss's domain, and which rows had such, if it ends.

    One row outside would make the whole batch raise.
    """
    rows, outside = dict(moved), None
    for (tensor, index), values in moved.items():
        domain = LOSSES[experiment.loss].tensor(tensor).domain
        if isinf(domain.low) and isinf(domain.high):
            continue
        beyond = (values < domain.low) | (values > domain.high)
        rows[tensor, index] = torch.where(beyond, flat(experiment.tensor(tensor))[index], values)
        outside = beyond if outside is None else outside | beyond
    return rows, outside


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


def column_of(experiment: Experiment, device: torch.device, positions: Sequence[float]) -> Tensor:
    """The positions as the dtype rounds them, on the device; raises ExperimentError as `checked_positions` does."""
    return torch.from_numpy(checked_positions(positions)).to(device, getattr(torch, experiment.dtype))


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
