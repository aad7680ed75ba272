"""What of all parameters is recorded at every step: each element of a tensor, or a number for each layer."""

from dataclasses import dataclass

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.training.model import Model
from gradlab.compute.training.training import Training


@dataclass(frozen=True)
class Columns:
    """names: of the C columns. ends: where each layer ends in a row of all P parameters; nothing for elements."""

    names: tuple[str, ...]
    ends: tuple[int, ...] = ()

    @property
    def are_elements(self) -> bool:
        """Whether a column is one element of a tensor."""
        return not self.ends

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Rows `[N, P]` as columns `[N, C]`: the elements, or the 2-norm of each layer."""
        if self.are_elements:
            return rows
        starts = (0, *self.ends[:-1])
        norms = [np.linalg.norm(rows[:, start:end], axis=1) for start, end in zip(starts, self.ends, strict=True)]
        return np.stack(norms, axis=1)


def columns_of(training: Training, model: Model) -> Columns:
    """The columns of a training: `"w"` for a tensor of one element, else `"A[0]"`; `"1"` for the first layer."""
    if isinstance(training.subject, Experiment):
        return Columns(tuple(name for tensor in training.subject.requires_grad for name in _elements(training, tensor)))
    sizes = [parameter.numel() for parameter in model.parameters]
    ends = np.cumsum(sizes)[1::2]  # a weight and a bias make a layer
    return Columns(tuple(str(number) for number in range(1, len(ends) + 1)), tuple(ends.tolist()))


def _elements(training: Training, tensor: str) -> list[str]:
    shape = training.subject.shape(tensor)
    if int(np.prod(shape)) == 1:
        return [tensor]
    return [f"{tensor}[{', '.join(map(str, indices))}]" for indices in np.ndindex(shape)]
