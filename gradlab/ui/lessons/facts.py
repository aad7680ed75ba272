"""The numbers of a lesson's words, each computed by PyTorch and written as the page writes numbers."""

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.printed import printed_rows
from gradlab.text.written import written


def at(experiment: Experiment, **tensors: list[float]) -> Experiment:
    """The experiment with these tensors instead."""
    there = {**dict(experiment.tensors), **tensors}
    return Experiment(
        experiment.loss, there, dict(experiment.parameters), experiment.reduction, experiment.dtype,
        requires_grad=experiment.requires_grad, vector=experiment.vector,
    )  # fmt: skip


def gradient(experiment: Experiment) -> np.ndarray:
    """`.grad` of the first tensor that is differentiated."""
    return unscaled_gradient(experiment).gradients[experiment.requires_grad[0]]


def printed(experiment: Experiment) -> str:
    """The same as PyTorch prints it."""
    return unscaled_gradient(experiment).printed[experiment.requires_grad[0]]


def as_tensor(values: object, dtype: str = "float32") -> str:
    """Numbers as PyTorch prints a tensor of them."""
    return printed_rows(np.asarray(values, dtype=np.float64).reshape(1, -1), dtype=dtype)[0]


def loss(experiment: Experiment) -> str:
    """The loss."""
    return written(float(unscaled_gradient(experiment).loss))


def vector(values: object) -> str:
    """Several numbers in brackets."""
    return "[" + ", ".join(written(float(value)) for value in np.ravel(values)) + "]"
