"""Run a training and record it, a chunk of steps at a time, so that it can be watched, stopped and shared."""

from dataclasses import replace

import numpy as np
import torch

from gradlab.compute.device import limit_threads, resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.training.columns import Columns, columns_of
from gradlab.compute.training.departure import departure_at
from gradlab.compute.training.loop import StepTaken, TrainingLoop
from gradlab.compute.training.network_pictures import NetworkPictures
from gradlab.compute.training.record import Record
from gradlab.compute.training.training import Training

CHUNK = 50
MOST_KEY_STEPS = 60


def run(training: Training) -> Record:
    """Take every step of a training with PyTorch and record it.

    Raises DeviceError where the device is not there. An error of PyTorch's own ends the record and is part of it.
    """
    recorder = Recorder(training)
    while not recorder.is_done:
        recorder.advance()
    return recorder.record()


def key_steps(steps: int) -> np.ndarray:
    """At most 60 steps from 0 to the end, all of them if there are no more, else closer together at the beginning."""
    if steps < MOST_KEY_STEPS:
        return np.arange(steps + 1)
    return np.unique(np.round(np.linspace(0.0, 1.0, MOST_KEY_STEPS) ** 2 * steps).astype(int))


class Recorder:
    """One run of a training. Call `advance` until `is_done`; `record` gives what there is at any time in between.

    steps: how many were taken; recorded: how many are in the record; loss: the last there. error: PyTorch's
    words where it raised.
    """

    def __init__(self, training: Training) -> None:
        """Make the model. Raises DeviceError where the device is not there."""
        limit_threads()
        torch.get_num_threads()  # without it a new thread's first operations take all cores
        self.training, self._device = training, resolve(training.device)
        self._loop = TrainingLoop(training, self._device)
        self._columns: Columns = columns_of(training, self._loop.model)
        self._weights = self._loop.weights
        self._pictures = None
        if not isinstance(training.subject, Experiment):
            self._pictures = NetworkPictures(self._loop.model, self._columns, key_steps(training.steps))
        self._chunks: list[dict[str, np.ndarray]] = []
        self._first = as_array(self._weights)
        self.steps, self.recorded, self.loss, self.error = 0, 0, float("nan"), ""

    @property
    def is_done(self) -> bool:
        """Whether every step was taken, or PyTorch raised."""
        return self.steps == self.training.steps or self.error != ""

    def advance(self) -> None:
        """Take up to fifty steps more."""
        taken: list[StepTaken] = []
        before = self._weights
        while len(taken) < CHUNK and not self.is_done:
            if self._pictures:
                self._pictures.note_state(self.steps)
            try:
                step = self._loop.step()
            except (RuntimeError, ValueError) as error:
                self.error = str(error)
                break
            if self._pictures:
                self._pictures.note_gradient(self.steps, step.gradient)
            taken.append(step)
            self.steps += 1
        if taken:
            self._weights = taken[-1].weights
            self._chunks.append(self._reduced(before, taken))
            self.loss = float(self._chunks[-1]["losses"][-1])
            self.recorded = self.steps
        if self._pictures and self.steps == self.training.steps:
            self._pictures.note_state(self.steps)

    def record(self) -> Record:
        """What was recorded so far."""
        empty = self._reduced(self._weights, [])
        chunks = list(self._chunks)
        joined = {name: np.concatenate([chunk[name] for chunk in (empty, *chunks)]) for name in empty}
        values = joined.pop("values")
        record = Record(
            columns=self._columns.names,
            **joined,
            values=np.vstack([self._first[None], values]) if self._columns.are_elements else None,
            **(self._pictures.recorded() if self._pictures else _NO_PICTURES),
            departure=None,
            error=self.error,
            complete=len(joined["losses"]) == self.training.steps,
            device=str(self._device),
        )
        step = first_broken_step(record)
        return record if step is None else replace(record, departure=departure_at(self.training, self._device, step))

    def _reduced(self, before: torch.Tensor, taken: list[StepTaken]) -> dict[str, np.ndarray]:
        """Steps as columns: what only a picture needs of the thousands of numbers of each is forgotten."""
        weights = np.stack([as_array(row) for row in (before, *(step.weights for step in taken))])
        rows = {
            name: _rows([getattr(step, name) for step in taken], weights.shape[1]) for name in ("gradient", "given")
        }
        with np.errstate(invalid="ignore", over="ignore"):
            return {
                "losses": np.array([step.loss.item() for step in taken], dtype=float),
                "gradients": self._columns.of(rows["gradient"]),
                "given": self._columns.of(rows["given"]),
                "moved": self._columns.of(np.diff(weights, axis=0)),
                "scales": np.array([step.scale for step in taken], dtype=float),
                "learning_rates": np.array([step.learning_rate for step in taken], dtype=float),
                "skipped": np.array([step.skipped for step in taken], dtype=bool),
                "values": weights[1:] if self._columns.are_elements else np.zeros((len(taken), 0)),
            }


_NO_PICTURES = {
    "key_steps": np.zeros(0, dtype=int),
    "grid": np.zeros((0, 0)),
    "outputs": np.zeros((0, 0)),
    "inputs": np.zeros((0, 0)),
    "targets": np.zeros(0),
    "histograms": None,
}


def _rows(tensors: list[torch.Tensor], width: int) -> np.ndarray:
    return as_array(torch.stack(tensors)) if tensors else np.zeros((0, width))


def first_broken_step(record: Record) -> int | None:
    """The first step at which the loss, or a gradient that the optimizer took, or the weights were not finite."""
    broken = ~np.isfinite(record.losses) | ~np.isfinite(record.moved).all(axis=1)
    taken = ~record.skipped
    broken |= taken & ~(np.isfinite(record.gradients).all(axis=1) & np.isfinite(record.given).all(axis=1))
    return int(np.argmax(broken)) if broken.any() else None
