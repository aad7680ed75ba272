"""What a line predicts as one element moves: what its loss is then taken of."""

from collections.abc import Sequence

import numpy as np
import torch

from gradlab.compute.batch import batch_of, column_of, flat_index
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES


def predictions(
    experiment: Experiment,
    *,
    tensor: str,
    element: int | tuple[int, ...],
    positions: Sequence[float],
    x: Sequence[float] | None = None,
) -> np.ndarray:
    """The line `weight * x + bias` at each of N positions of one element: `[N, M]`, float64, rounded as the dtype does.

    x `[M]`: where the line is wanted; by default at the data points, which move where the element is one of theirs.
    Raises ExperimentError where the loss is not that of a line, and otherwise as `sweep` does.
    """
    line = LOSSES[experiment.loss].line
    if line is None:
        raise ExperimentError(f"expected the loss of a line, got {experiment.loss}")
    index = flat_index(experiment, tensor, element)
    device = resolve(experiment.device)
    batch = batch_of(experiment, device, {(tensor, index): column_of(experiment, device, positions)})
    with torch.no_grad():
        at = batch[line.x] if x is None else column_of(experiment, device, x)
        return as_array(batch[line.weight] * at + batch[line.bias])
