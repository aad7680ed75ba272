"""Creases of a surface: points at which the loss has no single slope along one of two elements."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from gradlab.compute.batch import batch_of, checked_positions, confined, flat_index, row_losses
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.slopes import Evaluate, Slopes, judge
from gradlab.compute.surface import Element


def slopes_over(
    experiment: Experiment,
    *,
    first: Element,
    second: Element,
    first_positions: Sequence[float],
    second_positions: Sequence[float],
) -> tuple[Slopes, Slopes]:
    """The judgement of autograd's slopes along the first element and along the second, at each of K points.

    first_positions, second_positions `[K]`: where both elements are at each point; all others are held still.
    A crease is where one of them is a kink: the judge is that of `slopes`.
    Raises ExperimentError for a tensor, element or position that is not there or not a number.
    """
    at = first_positions, second_positions
    across, up = (slopes_along(experiment, first=first, second=second, along=along, at=at) for along in (0, 1))
    return across, up


def slopes_along(
    experiment: Experiment,
    *,
    first: Element,
    second: Element,
    along: int,
    at: tuple[Sequence[float], Sequence[float]],
) -> Slopes:
    """The same along one of the two elements, 0 or 1, at each of K points: at `(first_positions, second_positions)`.

    Raises what `slopes_over` raises.
    """
    elements = [(tensor, flat_index(experiment, tensor, element)) for tensor, element in (first, second)]
    points = [checked_positions(positions) for positions in at]
    return judge(points[along], _along(experiment, elements, points, along))


def _along(experiment: Experiment, elements: list[tuple[str, int]], points: list[np.ndarray], along: int) -> Evaluate:
    """The loss and its slope in float64 as one of the two elements has other values, and the other stays."""
    (tensor, index), other = elements[along], 1 - along
    exact = replace(experiment, dtype="float64", requires_grad=tensor)
    device = resolve(exact.device)

    def evaluate(rows: np.ndarray, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The loss and its slope along the moved element, in float64."""
        values = {elements[along]: position, elements[other]: points[other][rows]}
        moved, outside = confined(exact, {each: torch.from_numpy(x).to(device) for each, x in values.items()})
        batch = batch_of(exact, device, moved)
        losses = row_losses(exact, batch)
        (gradient,) = torch.autograd.grad(losses.sum(), [batch[tensor]])
        found = [as_array(losses), as_array(gradient.reshape(len(position), -1)[:, index])]
        if outside is not None:
            for numbers in found:
                numbers[outside.cpu().numpy()] = np.nan
        return found[0], found[1]

    return evaluate
