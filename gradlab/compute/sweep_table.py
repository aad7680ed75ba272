"""A sweep as a table that other programs read."""

import csv
import io

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses.loss import Shape
from gradlab.compute.sweep import Sweep


def sweep_csv(experiment: Experiment, swept: Sweep) -> str:
    """The sweep as CSV (RFC 4180): the moved element, the loss, and every element of every gradient, by position.

    The header names the columns as PyTorch names the numbers: `input[0],loss,input.grad[0],input.grad[1]`. Each number
    is the shortest text that reads back as the same float64; what is not finite is `nan`, `inf` or `-inf`.
    """
    moved = _names(swept.tensor, experiment.shape(swept.tensor))[swept.element]
    gradients = {name: values.reshape(len(swept.positions), -1) for name, values in swept.gradients.items()}
    columns = [name for tensor in gradients for name in _names(f"{tensor}.grad", experiment.shape(tensor))]
    rows = np.column_stack([swept.positions, swept.losses, *gradients.values()])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([moved, "loss", *columns])
    writer.writerows(rows[np.argsort(swept.positions, kind="stable")].tolist())
    return text.getvalue()


def _names(tensor: str, shape: Shape) -> list[str]:
    """Every element of a tensor as PyTorch indexes it: `input[0]`, `input[1, 2]`, or the tensor itself."""
    return [f"{tensor}[{', '.join(map(str, indices))}]" if indices else tensor for indices in np.ndindex(shape)]
