"""What a network looks like at its key steps: its output over the plane, and its gradient as a histogram."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.gradient import as_array
from gradlab.compute.training.columns import Columns
from gradlab.compute.training.model import NetworkModel
from gradlab.compute.training.record import BINS, Histograms

PLANE, AXIS = 36, 101
"""The points of the grid: so many along each side of the plane, or along the one axis of a curve."""
EXPONENTS = np.linspace(-12.0, 4.0, BINS + 1)


class NetworkPictures:
    """The outputs and histograms of one run, noted while it runs."""

    def __init__(self, model: NetworkModel, columns: Columns, steps: np.ndarray) -> None:
        """steps: at which to note anything; a histogram only where a step follows."""
        self._model, self._columns = model, columns
        self._wanted = frozenset(steps.tolist())
        self.grid = _grid(as_array(model.inputs))
        self._grid = torch.tensor(self.grid, dtype=torch.float32, device=model.inputs.device)
        self._steps: list[int] = []
        self._outputs: list[np.ndarray] = []
        self._counted: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def note_state(self, step: int) -> None:
        """Ask the network for its outputs as it is before this step."""
        if step in self._wanted:
            with torch.no_grad():
                self._outputs.append(self._model.prediction((self._grid,)).cpu().numpy())
            self._steps.append(step)  # after its outputs: another thread may be asking what there is so far

    def note_gradient(self, step: int, gradient: Tensor) -> None:
        """Count the gradient `[P]` of this step by size."""
        if step in self._wanted:
            self._counted.append(_counts(np.abs(as_array(gradient)), self._columns.ends))

    def recorded(self) -> dict[str, Any]:
        """What was noted, by the names it has in a Record."""
        noted, counted = len(self._steps), list(self._counted)
        return {
            "key_steps": np.array(self._steps[:noted], dtype=int),
            "grid": self.grid,
            "outputs": np.stack(self._outputs[:noted]),
            "inputs": as_array(self._model.inputs),
            "targets": as_array(self._model.targets),
            "histograms": Histograms(EXPONENTS, *(np.stack(parts) for parts in zip(*counted, strict=True)))
            if counted
            else None,
        }


def _counts(sizes: np.ndarray, ends: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    layers = np.split(sizes, ends[:-1])
    edges = 10.0**EXPONENTS
    finite = [layer[np.isfinite(layer)] for layer in layers]
    counts = [np.histogram(np.minimum(layer, edges[-1]), edges)[0] for layer in finite]
    zeros = [int((layer < edges[0]).sum()) for layer in finite]
    broken = [len(layer) - len(kept) for layer, kept in zip(layers, finite, strict=True)]
    return np.array(counts, dtype=np.int32), np.array(zeros, dtype=np.int32), np.array(broken, dtype=np.int32)


def _grid(inputs: np.ndarray) -> np.ndarray:
    """Points over the samples and a margin around them: `[G, 2]`, rows of x within rows of y, or `[G, 1]`."""
    low, high = inputs.min(axis=0), inputs.max(axis=0)
    margin = 0.15 * (high - low)
    low, high = low - margin, high + margin
    if inputs.shape[1] == 1:
        return np.linspace(low[0], high[0], AXIS)[:, None]
    x, y = (np.linspace(low[axis], high[axis], PLANE) for axis in (0, 1))
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
