"""Creases of a surface: points at which the loss has no single slope along one of two elements."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from gradlab.compute.batch import checked_positions, flat_index, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.slopes import SHIFTS, slopes_of
from gradlab.compute.surface import Element


def creases(
    experiment: Experiment,
    *,
    first: Element,
    second: Element,
    first_positions: Sequence[float],
    second_positions: Sequence[float],
) -> np.ndarray:
    """Whether a kink lies at each of K points: along the first element, and along the second, `[2, K]`.

    first_positions, second_positions `[K]`: where both elements are at each point; all others are held still.
    Measured by differences in float64, as `slopes` does: a line's two slopes agree, a crease's do not.
    Raises ExperimentError for a tensor, element or position that is not there or not a number.
    """
    exact = replace(experiment, dtype="float64")
    elements = [(tensor, flat_index(exact, tensor, element)) for tensor, element in (first, second)]
    points = np.stack([checked_positions(first_positions), checked_positions(second_positions)])
    # From each point along the first element, then along the second: [2 elements, 2 directions, 5 shifts, K points].
    around = points[:, None, None] + np.eye(2)[:, :, None, None] * SHIFTS[:, None]
    moved = torch.from_numpy(around.reshape(2, -1)).to(resolve(exact.device))
    losses = as_array(losses_at(exact, dict(zip(elements, moved, strict=True)))).reshape(around.shape[1:])
    return np.stack([slopes_of(along).kink for along in losses])
