"""The loss and its unscaled gradient as one element moves: every position as PyTorch itself computes it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.batch import (
    batch_of,
    checked_positions,
    column_of,
    confined,
    flat_index,
    own_row_losses,
    row_losses,
)
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import count

# How many calls of an ordinary loss, 40 to 100 µs each with its backward, a sweep may make one by one: enough for every
# position of three calls each, such as of a formula as long as the first one shown.
MOST_CALLS = 610

# The number `[N]` of each row, and its gradient in each of these leaves, from the losses of the rows `[N]`.
Differentiate = Callable[[Tensor, list[Tensor]], tuple[Tensor, ...]]


def once(losses: Tensor, leaves: list[Tensor]) -> tuple[Tensor, ...]:
    """The losses themselves, and the gradient of each."""
    return losses, *torch.autograd.grad(losses.sum(), leaves)


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

    @property
    def slopes(self) -> np.ndarray:
        """The gradient's component along the moved element, `[N]`."""
        return self.gradients[self.tensor].reshape(len(self.positions), -1)[:, self.element]


def sweep(experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]) -> Sweep:
    """Move one element of one tensor through `positions` and differentiate at each.

    One batched backward where that has the very bits of PyTorch's own call of each row (`Loss.exact_rows`), and
    otherwise those calls: of a loss that is too slow for it, those nearest to the element's own value.
    element: the index of the element, counted through the flattened tensor or as a tuple.
    Raises ExperimentError for a tensor, element or position that is not there or not a number,
    DeviceError where the device is not there.
    """
    return exact_sweep(experiment, tensor, flat_index(experiment, tensor, element), positions, once)


def exact_sweep(
    experiment: Experiment,
    tensor: str,
    index: int,
    positions: Sequence[float],
    differentiate: Differentiate,
    *,
    weight: float = 1.0,
) -> Sweep:
    """A sweep of what `differentiate` makes of the losses, its rows computed as those of `sweep`.

    weight: how many times as long it takes as `once`.
    """
    if _batch_is_exact(experiment):
        return swept(experiment, tensor, index, positions, row_losses, differentiate)
    nearest = _nearest(experiment, flat(experiment.tensor(tensor))[index], positions, weight)
    if len(nearest) == len(positions):
        return swept(experiment, tensor, index, positions, own_row_losses, differentiate)
    found = swept(experiment, tensor, index, positions, row_losses, differentiate)
    own = swept(experiment, tensor, index, np.asarray(positions)[nearest], own_row_losses, differentiate)
    for values, exact in zip(_numbers(found), _numbers(own), strict=True):
        values[nearest] = exact
    return found


def batched_sweep(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> Sweep:
    """The same in one batched backward always: for curves and checks, in which the last digit does not show."""
    return swept(experiment, tensor, flat_index(experiment, tensor, element), positions, row_losses, once)


def swept(
    experiment: Experiment,
    tensor: str,
    index: int,
    positions: Sequence[float],
    losses_of: Callable[[Experiment, dict[str, Tensor]], Tensor],
    differentiate: Differentiate,
) -> Sweep:
    """A sweep whose losses come from a batch, or from PyTorch's own call of each row."""
    device = resolve(experiment.device)
    moved = column_of(experiment, device, positions)
    rows, outside = confined(experiment, {(tensor, index): moved})
    batch = batch_of(experiment, device, rows)
    losses = losses_of(experiment, batch)
    leaves = [batch[name] for name in experiment.requires_grad]
    results = [as_array(values) for values in differentiate(losses, leaves)]
    if outside is not None:
        for values in results:
            values[outside.cpu().numpy()] = np.nan
    gradients = dict(zip(experiment.requires_grad, results[1:], strict=True))
    return Sweep(tensor, index, as_array(moved), results[0], gradients, str(device))


def _numbers(swept: Sweep) -> list[np.ndarray]:
    return [swept.losses, *swept.gradients.values()]


def _batch_is_exact(experiment: Experiment) -> bool:
    exact = LOSSES[experiment.loss].exact_rows(experiment.dtype, count(experiment.output_shape))
    return exact and "weight" not in dict(experiment.tensors)


def _nearest(experiment: Experiment, own: float, positions: Sequence[float], weight: float) -> np.ndarray:
    """The indices of as many positions as may be computed one by one, those nearest to the element's own value."""
    calls = LOSSES[experiment.loss].calls(dict(experiment.parameters)) * weight
    distances = np.abs(checked_positions(positions) - own)
    return np.argsort(distances, kind="stable")[: max(1, int(MOST_CALLS / calls))]
