"""The loss that a training walks over: a curve for one trained element, a map for two; and the lines it fits."""

from dataclasses import dataclass, replace

import numpy as np
import torch

from gradlab.compute.batch import column_of, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.surface import surface
from gradlab.compute.sweep import sweep
from gradlab.compute.training.record import Record
from gradlab.compute.training.training import Training

CURVE, SIDE, ENDS = 161, 49, 2


@dataclass(frozen=True)
class Landscape:
    """The loss of all samples around a path; empty where more than two elements are trained.

    x `[N]`, y `[M]`: the positions of the first and the second trained element; y is empty where there is one.
    losses: `[N]`, or `[M, N]`. path `[steps + 1]`: the loss at each state of the path, nan where it is not taken.
    """

    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    path: np.ndarray


def landscape(training: Training, record: Record) -> Landscape:
    """The landscape around the path of a record of tensors, by PyTorch at every point of it."""
    experiment = training.subject
    elements = trained_elements(experiment)
    finite = np.isfinite(record.values).all(axis=1)
    path = np.full(len(record.values), np.nan)
    device = resolve(experiment.device)
    moved = {
        element: column_of(experiment, device, record.values[finite, index]) for index, element in enumerate(elements)
    }
    path[finite] = as_array(losses_at(experiment, moved))
    nothing = np.zeros(0)
    if len(elements) > 2:
        return Landscape(nothing, nothing, nothing, path)
    windows = [window(record.values[:, index]) for index in range(len(elements))]
    if len(elements) == 1:
        ((tensor, element),) = elements
        swept = sweep(experiment, tensor=tensor, element=element, positions=np.linspace(*windows[0], CURVE))
        return Landscape(swept.positions, nothing, swept.losses, path)
    first, second = (np.linspace(*ends, SIDE) for ends in windows)
    grid = surface(experiment, first=elements[0], second=elements[1], first_positions=first, second_positions=second)
    return Landscape(grid.first_positions, grid.second_positions, grid.losses, path)


def fitted_lines(training: Training, record: Record) -> np.ndarray:
    """What a line predicts at the ends of `line_ends`, before each step and after the last: `[steps + 1, 2]`."""
    line, experiment = training.line, training.subject
    dtype, device = getattr(torch, experiment.dtype), resolve(experiment.device)
    columns = dict(zip(record.columns, record.values.T, strict=True))
    given = {name: torch.tensor(experiment.tensor(name), dtype=dtype) for name in (line.weight, line.bias)}
    weight, bias = (
        torch.tensor(columns[name], dtype=dtype) if name in columns else value.expand(len(record.values))
        for name, value in given.items()
    )
    at = torch.tensor(line_ends(training), dtype=dtype, device=device)
    return as_array(weight.to(device)[:, None] * at + bias.to(device)[:, None])


def line_ends(training: Training) -> list[float]:
    """From where to where a line is drawn: a little beyond its data points."""
    x = np.array(training.subject.tensor(training.line.x))
    margin = 0.15 * (x.max() - x.min()) or 1.0
    return [float(x.min() - margin), float(x.max() + margin)]


def trained_elements(experiment: Experiment) -> list[tuple[str, int]]:
    """Every trained element, as its tensor and its index in that."""
    sizes = [(name, int(np.prod(experiment.shape(name)))) for name in experiment.requires_grad]
    return [(name, index) for name, size in sizes for index in range(size)]


def at_step(training: Training, record: Record, step: int) -> Experiment:
    """The experiment as it is before a step: the state whose gradient that step records."""
    experiment, values = training.subject, record.values[step]
    tensors, start = dict(experiment.tensors), 0
    for name in experiment.requires_grad:
        shape = experiment.shape(name)
        size = int(np.prod(shape))
        tensors[name] = values[start : start + size].reshape(shape).tolist()
        start += size
    return replace(experiment, tensors=tensors)


def window(values: np.ndarray) -> tuple[float, float]:
    """The part of an element's axis worth a picture: the path, but of one that diverges only how it begins."""
    start, finite = values[0], values[np.isfinite(values)]
    far = max(10.0, 2.0 * abs(start), 3.0 * float(np.abs(finite[:4] - start).max()))
    near = finite[np.abs(finite - start) <= far]
    low, high = float(near.min()), float(near.max())
    margin = max(0.25 * (high - low), 0.1 * abs(start), 0.5)
    return low - margin, high + margin
