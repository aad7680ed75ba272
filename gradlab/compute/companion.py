"""What is shown beside a gradient because it is read against it, such as the softmax of the logits."""

from collections.abc import Sequence

import numpy as np
import torch

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES
from gradlab.compute.sweep import batch_of, checked_positions, flat_index


def companion_rows(
    experiment: Experiment, *, tensor: str, element: int, positions: Sequence[float]
) -> np.ndarray | None:
    """The loss's companion at each of N positions of one element, flattened: `[N, M]`. None where it has none."""
    companion = LOSSES[experiment.loss].companion
    if companion is None:
        return None
    device = resolve(experiment.device)
    moved = torch.from_numpy(checked_positions(positions)).to(device, getattr(torch, experiment.dtype))
    batch = batch_of(experiment, device, tensor, flat_index(experiment, tensor, element), moved)
    with torch.no_grad():
        return as_array(companion.of(**batch)).reshape(len(moved), -1)
