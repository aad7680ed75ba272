"""What PyTorch does beside a loss's formula while one element moves, such as to clamp a logarithm."""

from collections.abc import Sequence

import numpy as np
import torch

from gradlab.compute.batch import batch_of, column_of, confined, flat_index
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES


def remarks(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> dict[str, np.ndarray]:
    """For each remark of the loss, at which of N positions of one element it holds, bool `[N]`.

    It holds at a position where it does of any element of the tensors, as the dtype stores them.
    Raises ExperimentError and DeviceError as `sweep` does.
    """
    index = flat_index(experiment, tensor, element)
    device = resolve(experiment.device)
    rows, outside = confined(experiment, {(tensor, index): column_of(experiment, device, positions)})
    if not LOSSES[experiment.loss].remarks:
        return {}
    with torch.no_grad():
        batch = batch_of(experiment, device, rows)
        held = {remark.name: remark.holds(**batch) for remark in LOSSES[experiment.loss].remarks}
    inside = ~outside.cpu().numpy() if outside is not None else True
    return {name: where.flatten(1).any(1).cpu().numpy() & inside for name, where in held.items()}
