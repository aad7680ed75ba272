"""What is shown beside a loss while one element moves, such as the softmax that cross-entropy begins with."""

from collections.abc import Sequence

import numpy as np
import torch

from gradlab.compute.batch import batch_of, checked_positions, column_of, flat_index
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES


def companion(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> np.ndarray | None:
    """The companion's value at each of N positions of one element, `[N, …]` float64; None for a loss without one.

    Its name is `LOSSES[experiment.loss].companion.name`. Raises ExperimentError and DeviceError as `sweep` does.
    """
    beside = LOSSES[experiment.loss].companion
    index = flat_index(experiment, tensor, element)
    moved = checked_positions(positions)
    if beside is None:
        return None
    device = resolve(experiment.device)
    rows = column_of(experiment, device, moved)
    with torch.no_grad():
        return as_array(beside.of(**batch_of(experiment, device, {(tensor, index): rows})))
