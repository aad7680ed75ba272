"""From secant to tangent: the difference quotient for ever smaller steps, with the rounding that ruins it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from gradlab.compute.batch import column_of, flat_index, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array

# 1, 0.5, 0.2, 0.1, … 1e-16: each the float nearest to its decimal.
WIDTHS = (1.0, *(float(f"{digit}e-{power}") for power in range(1, 17) for digit in (5, 2, 1)))


@dataclass(frozen=True)
class Secants:
    """The secants through (a, f(a)) and (a + h, f(a + h)), for H widths h at N positions a; all `[H, N]`, float64.

    slopes: (f(a + h) − f(a)) / h, every operation rounded to the experiment's dtype. Where a + h is a again, that is
    0, though the curve is not flat; where the dtype has no h but 0 it is NaN.
    ends: a + h as the dtype rounded it. losses: f(a + h).
    NaN where a or a + h lies outside the loss's domain.
    epsilon: of the dtype, the distance from 1 to the next number.
    """

    slopes: np.ndarray
    losses: np.ndarray
    ends: np.ndarray
    epsilon: float


def secants(
    experiment: Experiment,
    *,
    tensor: str,
    element: int | tuple[int, ...],
    positions: Sequence[float],
    widths: Sequence[float] = WIDTHS,
) -> Secants:
    """Take the forward difference quotient at each position of one element, for each width.

    Raises ExperimentError and DeviceError as `sweep` does.
    Source: William H. Press and others, Numerical Recipes, 3rd edition, 2007, section 5.7.
    """
    index = flat_index(experiment, tensor, element)
    device = resolve(experiment.device)
    start = column_of(experiment, device, positions)
    width = column_of(experiment, device, widths)[:, None]
    ends = start + width
    # The starts among the ends: in one batch, the same number has the same loss to the last digit.
    losses = losses_at(experiment, {(tensor, index): torch.cat([start[None], ends]).flatten()})
    here, there = losses.view(-1, len(start)).tensor_split([1])
    return Secants(as_array((there - here) / width), as_array(there), as_array(ends), torch.finfo(ends.dtype).eps)
