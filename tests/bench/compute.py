"""gradlab's sweep against the same batch written directly in torch, by turns, on one thread."""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.sweep import sweep

TURNS = 4000
INPUT, TARGET, ELEMENT = [5.0, 1.0, -2.0, 0.0], [3.0, 1.5, -2.5, 2.0], 1
POSITIONS = LOSSES["mse_loss"].tensor("input").slider.positions


def direct(inputs: list[float], targets: list[float], element: int, positions: list[float]) -> tuple[np.ndarray, ...]:
    """Losses `[N]` and gradients `[N, M]`, as one writes them who needs nothing else."""
    moved = torch.tensor(positions)
    rows = torch.tensor(inputs).expand(len(moved), -1).clone()
    rows[:, element] = moved
    rows.requires_grad_()
    target = torch.tensor(targets).expand(len(moved), -1)
    losses = F.mse_loss(rows, target, reduction="none").mean(1)
    (gradients,) = torch.autograd.grad(losses.sum(), rows)
    return losses.detach().double().numpy(), gradients.double().numpy()


def sweep_and_direct() -> tuple[float, float]:
    """The median microseconds of each, taken by turns."""
    torch.set_num_threads(1)
    experiment = Experiment("mse_loss", {"input": INPUT, "target": TARGET}, dtype="float32")
    ours = partial(sweep, experiment, tensor="input", element=ELEMENT, positions=POSITIONS)
    theirs = partial(direct, INPUT, TARGET, ELEMENT, POSITIONS)
    swept, (losses, gradients) = ours(), theirs()
    assert np.array_equal(swept.losses, losses)
    assert np.array_equal(swept.gradients["input"], gradients)
    times = [(_microseconds(ours), _microseconds(theirs)) for _ in range(TURNS)]
    return median(ours for ours, _ in times), median(theirs for _, theirs in times)


def _microseconds(call: Callable[[], Any]) -> float:
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1e6
