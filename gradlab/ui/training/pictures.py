"""Which pictures a training has, and the numbers they are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gradlab.compute.training import (
    Landscape,
    Network,
    Record,
    Training,
    fitted_lines,
    landscape,
    line_ends,
)
from gradlab.figures.training_pictures import (
    plot_classes,
    plot_histogram,
    plot_loss_curve,
    plot_loss_map,
    plot_points,
    plot_values,
)

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """A run as the page shows it: its record and, where tensors are trained, the loss they walk over."""

    training: Training
    record: Record
    landscape: Landscape | None = None
    numbers: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def has_layers(self) -> bool:
        """Whether a network is trained."""
        return isinstance(self.training.subject, Network)


def shown(training: Training, record: Record) -> Shown:
    """What of a run is sent, by name: all numbers of its lanes and of its pictures."""
    numbers = {
        name: getattr(record, name)
        for name in ("losses", "gradients", "given", "moved", "scales", "learning_rates", "skipped", "key_steps")
    }
    if isinstance(training.subject, Network):
        numbers |= {"outputs": record.outputs, "grid": record.grid}
        if record.histograms:
            numbers |= {name: getattr(record.histograms, name) for name in ("counts", "zeros", "broken", "exponents")}
        return Shown(training, record, None, numbers)
    over = landscape(training, record)
    numbers |= {"values": record.values, "path": over.path}
    if training.line:
        numbers |= {"lines": fitted_lines(training, record), "ends": np.array(line_ends(training))}
    return Shown(training, record, over, numbers)


def pictures_of(run: Shown, beside: Shown | None, words: Words) -> list[dict[str, Any]]:
    """The pictures over the lanes, each with its kind, its title and its figure; behind: whether it is of `beside`.

    Most show both runs, one over the other. A boundary would hide another, so that each has its own.
    """
    kinds = _of_network(run, words) if run.has_layers else _of_tensors(run, words)
    drawn = [{"kind": kind, "title": words[kind], "figure": figure} for kind, figure in kinds.items()]
    if beside and "boundary" in kinds:
        other = {"title": words["boundary_behind"], "figure": _boundary(beside), "behind": True}
        drawn.insert(1, {"kind": "boundary", **other})
    return drawn


def _boundary(run: Shown) -> dict[str, Any]:
    return plot_classes(run.record.inputs, run.record.targets, x_title="x[0]", y_title="x[1]")


def _of_network(run: Shown, words: Words) -> dict[str, dict[str, Any]]:
    record = run.record
    if run.training.subject.data.classes:
        drawn = {"boundary": _boundary(run)}
    else:
        drawn = {"fit": plot_points(record.inputs[:, 0], record.targets, x_title="x", y_title="y")}
    if record.histograms:
        most = int(max(record.histograms.counts.sum(axis=1).max(), record.histograms.zeros.sum(axis=1).max()))
        titles = {"x_title": words["histogram_x"], "y_title": words["histogram_y"]}
        drawn["histogram"] = plot_histogram(record.histograms.exponents, most, **titles)
    return drawn


def _of_tensors(run: Shown, words: Words) -> dict[str, dict[str, Any]]:
    over, experiment, line = run.landscape, run.training.subject, run.training.line
    columns = run.record.columns
    drawn = {}
    if line:
        x, y = (np.array(experiment.tensor(name)) for name in (line.x, line.y))
        drawn["line"] = plot_points(x, y, x_title="x", y_title="y")
    if len(columns) == 1:
        titles = {"x_title": columns[0], "y_title": words["loss"]}
        drawn["curve"] = plot_loss_curve(over.x, over.losses, shown=over.path, **titles)
    elif len(columns) == 2:
        drawn["map"] = plot_loss_map(over.x, over.y, over.losses, x_title=columns[0], y_title=columns[1])
    else:
        drawn["values"] = plot_values(run.record.values, x_title=words["axis"], y_title=words["values_y"])
    return drawn


def same_ground(run: Shown, beside: Shown) -> bool:
    """Whether one can be drawn over the other: they train the same numbers on the same data."""
    one, other = run.training.subject, beside.training.subject
    if run.has_layers or beside.has_layers:
        return run.has_layers and beside.has_layers and one.dataset == other.dataset
    return (one.loss, one.tensors, one.requires_grad) == (other.loss, other.tensors, other.requires_grad)
