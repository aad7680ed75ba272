"""The loss and its unscaled gradient as one element moves: every position in one batched backward."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from gradlab.compute.batch import batch_of, column_of, confined, flat_index, row_losses
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array


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
    moved = column_of(experiment, device, positions)
    rows, outside = confined(experiment, {(tensor, index): moved})
    batch = batch_of(experiment, device, rows)
    losses = row_losses(experiment, batch)
    leaves = [batch[name] for name in experiment.requires_grad]
    grads = torch.autograd.grad(losses.sum(), leaves)
    results = [as_array(values) for values in (losses, *grads)]
    if outside is not None:
        for values in results:
            values[outside.cpu().numpy()] = np.nan
    gradients = dict(zip(experiment.requires_grad, results[1:], strict=True))
    return Sweep(tensor, index, as_array(moved), results[0], gradients, str(device))
