"""The loss and its gradient over two elements: a whole grid in one batched backward."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from gradlab.compute.batch import batch_of, column_of, confined, flat_index, row_losses
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.gradient import as_array

Element = tuple[str, int | tuple[int, ...]]


@dataclass(frozen=True)
class Surface:
    """The loss where the first element has each of N positions and the second each of M, all others held still.

    first_positions `[N]`, second_positions `[M]`: as the dtype rounded them. losses `[M, N]`.
    slopes_first, slopes_second `[M, N]`: the gradient's components along the two elements.
    All float64; a point outside the loss's domain has NaN everywhere.
    """

    first_positions: np.ndarray
    second_positions: np.ndarray
    losses: np.ndarray
    slopes_first: np.ndarray
    slopes_second: np.ndarray


def surface(
    experiment: Experiment,
    *,
    first: Element,
    second: Element,
    first_positions: Sequence[float],
    second_positions: Sequence[float],
) -> Surface:
    """Move two elements over a grid and differentiate in both at each of its points.

    first, second: a tensor and an element of it, as `sweep` takes them; of one tensor or of two.
    Raises ExperimentError for a tensor, element or position that is not there or not a number, for a tensor that is
    not differentiable and for an element with itself; DeviceError where the device is not there.
    """
    elements = _two_elements(experiment, first, second)
    experiment = replace(experiment, requires_grad={tensor for tensor, _ in elements})
    device = resolve(experiment.device)
    x, y = (column_of(experiment, device, positions) for positions in (first_positions, second_positions))
    points = [grid.flatten() for grid in torch.meshgrid(x, y, indexing="xy")]
    rows, outside = confined(experiment, dict(zip(elements, points, strict=True)))
    batch = batch_of(experiment, device, rows)
    losses = row_losses(experiment, batch)
    grads = torch.autograd.grad(losses.sum(), [batch[name] for name in experiment.requires_grad])
    gradients = dict(zip(experiment.requires_grad, grads, strict=True))
    slopes = [gradients[tensor].reshape(len(losses), -1)[:, index] for tensor, index in elements]
    grids = [as_array(values) for values in (losses, *slopes)]
    if outside is not None:
        for values in grids:
            values[outside.cpu().numpy()] = np.nan
    return Surface(as_array(x), as_array(y), *(values.reshape(len(y), len(x)) for values in grids))


def _two_elements(experiment: Experiment, first: Element, second: Element) -> list[tuple[str, int]]:
    """Both elements with their flat indices; raises ExperimentError where they are one."""
    elements = [(tensor, flat_index(experiment, tensor, element)) for tensor, element in (first, second)]
    if elements[0] == elements[1]:
        raise ExperimentError(f"expected two different elements, got {first} and {second}")
    return elements
