"""What a training leaves behind: its numbers at every step, and its pictures at some."""

from dataclasses import dataclass

import numpy as np

from gradlab.compute.training.departure import Departure

BINS = 40
"""How many bins the histogram of a gradient has."""


@dataclass(frozen=True)
class Histograms:
    """The unscaled gradient's elements by size, at the key steps that were taken.

    exponents `[BINS + 1]`: the edges of the bins are 10 to these powers; what is below the first counts as 0.
    counts `[K, layers, BINS]`. zeros `[K, layers]`: how many are 0, or smaller than every bin.
    broken `[K, layers]`: how many are not finite.
    """

    exponents: np.ndarray
    counts: np.ndarray
    zeros: np.ndarray
    broken: np.ndarray


@dataclass(frozen=True)
class Record:
    """N steps of a training, in float64. A column is an element of a trained tensor, or a layer of a network.

    columns: the names of the C columns, `"w"`, `"A[0]"` or `"1"` for the first layer.
    losses `[N]`: of the batch, before the step.
    gradients `[N, C]`: the unscaled gradient; given `[N, C]`: what the optimizer took, or would have; moved `[N, C]`:
    how far the weights went. Elements, or for a layer the 2-norm of all its elements.
    scales `[N]`: the loss scale, 1 without a scaler. learning_rates `[N]`. skipped `[N]`: whether there was no step.
    values `[N + 1, C]`: the trained elements before each step and after the last; None for a network.
    key_steps `[K]`: the steps at whose beginning a network was asked for outputs `[K, G]` at the G points of `grid`
    (`[G, inputs]`, rows of x within rows of y): logits, or numbers. The last may be N, the end.
    inputs `[S, inputs]`, targets `[S]`: the samples of a network. histograms: of its gradient.
    departure: where it left the finite numbers, or None. error: PyTorch's words where it raised; it ends before that.
    complete: whether all steps were taken. device: where it ran.
    """

    columns: tuple[str, ...]
    losses: np.ndarray
    gradients: np.ndarray
    given: np.ndarray
    moved: np.ndarray
    scales: np.ndarray
    learning_rates: np.ndarray
    skipped: np.ndarray
    values: np.ndarray | None
    key_steps: np.ndarray
    grid: np.ndarray
    outputs: np.ndarray
    inputs: np.ndarray
    targets: np.ndarray
    histograms: Histograms | None
    departure: Departure | None
    error: str
    complete: bool
    device: str

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.losses)

    @property
    def nbytes(self) -> int:
        """How many bytes its arrays hold."""
        arrays = [*vars(self).values(), *(vars(self.histograms).values() if self.histograms else ())]
        return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
