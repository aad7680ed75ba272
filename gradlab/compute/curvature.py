"""The second derivative along one element: how fast the slope itself changes, by autograd of autograd's gradient."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.batch import checked_positions, flat_index, own_row_losses, row_losses
from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment
from gradlab.compute.kinks import kinks_between
from gradlab.compute.losses import LOSSES
from gradlab.compute.slopes import Evaluate, Slopes, judge, with_precision
from gradlab.compute.sweep import Differentiate, exact_sweep, swept

# Two backward passes, the second through the first, take up to two and a half times as long as one (measured).
_AS_LONG = 2.5


@dataclass(frozen=True)
class Curvature:
    """The second derivative of the loss at each of N positions of one element, all other elements held still.

    values `[N]`: ∂²loss/∂a² as autograd returns it. judged: whether that is the slope of the slope; its fields say of
    the slope what those of `slopes` say of the loss. kinks: where the slope has no single slope, between positions too.
    """

    values: np.ndarray
    judged: Slopes
    kinks: list[float]


def curvature(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> Curvature:
    """Differentiate twice at every position: `autograd.grad` with `create_graph=True`, and once more.

    A gradient that does not depend on the tensor has the second derivative 0. The slope is judged as a loss is.
    Raises what `sweep` does, and PyTorch's own RuntimeError of a loss that it can differentiate only once.
    """
    index = flat_index(experiment, tensor, element)
    alone, twice = replace(experiment, requires_grad=tensor), twice_along(index)
    where = (alone, tensor, index, positions)
    once_only = not LOSSES[experiment.loss].rows_twice and experiment.reduction == "mean"
    shown = swept(*where, own_row_losses, twice) if once_only else exact_sweep(*where, twice, weight=_AS_LONG)
    evaluate = _exact_at(alone, tensor, index, as_sum=once_only)
    judged = judge(checked_positions(positions), evaluate)
    return Curvature(shown.slopes, with_precision(judged, shown, experiment.dtype), kinks_between(judged, evaluate))


def _exact_at(experiment: Experiment, tensor: str, index: int, *, as_sum: bool) -> Evaluate:
    """The slope and its own in float64 where one element has other values; those of a mean as of the sum, divided."""
    exact = replace(experiment, dtype="float64", **({"reduction": "sum"} if as_sum else {}))
    share = divisor(experiment).number if as_sum else 1.0

    def evaluate(rows: np.ndarray, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG001
        """The slope and the second derivative, in float64."""
        found = swept(exact, tensor, index, position, row_losses, twice_along(index))
        return found.losses / share, found.slopes / share

    return evaluate


def twice_along(index: int) -> Differentiate:
    """The slope along one element of the only leaf, and that slope's own gradient."""

    def differentiate(losses: Tensor, leaves: list[Tensor]) -> tuple[Tensor, Tensor]:
        """The slope of each row along the element, and the gradient of that slope."""
        (gradients,) = torch.autograd.grad(losses.sum(), leaves, create_graph=True)
        slopes = gradients.flatten(1)[:, index] if gradients.dim() > 1 else gradients
        if not slopes.requires_grad:
            return slopes, torch.zeros_like(gradients)
        return slopes, *torch.autograd.grad(slopes.sum(), leaves, materialize_grads=True)

    return differentiate
