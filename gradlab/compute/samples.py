"""The loss of each sample of a batch, and what every reduction makes of them, as one element moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from gradlab.compute.batch import batch_of, column_of, confined, flat_index, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES


@dataclass(frozen=True)
class Samples:
    """At each of P positions: `losses` `[P, N]`, that of each of N samples, with its weight if it has one.

    reduced[reduction] `[P]`: the loss with this reduction. All float64.
    """

    losses: np.ndarray
    reduced: dict[str, np.ndarray]


def samples(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> Samples:
    """Move one element of a batch, whose first axis is that of the samples, through `positions`.

    Where a loss has a number for each element of a sample, those are added up.
    Raises ExperimentError and DeviceError as `sweep` does.
    """
    index = flat_index(experiment, tensor, element)
    moved = {(tensor, index): column_of(experiment, resolve(experiment.device), positions)}
    loss, rows = LOSSES[experiment.loss], confined(experiment, moved)[0]
    with torch.no_grad():
        batch = batch_of(experiment, resolve(experiment.device), rows)
        losses = as_array(loss.rows(**batch, **dict(experiment.parameters), reduction="none"))
    reductions = [reduction for reduction in loss.reductions if reduction != "none"]
    reduced = {name: losses_at(replace(experiment, reduction=name, vector=None), moved) for name in reductions}
    return Samples(
        losses.reshape(*losses.shape[:2], -1).sum(-1), {name: as_array(values) for name, values in reduced.items()}
    )
