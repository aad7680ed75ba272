"""One step of gradient descent, taken by PyTorch: the values move against their gradients."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.batch import batch_of, row_losses
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, ExperimentError, Nested, shape_of
from gradlab.compute.gradient import as_array, call, leaf, unscaled_gradient, vector_of
from gradlab.compute.losses import LOSSES
from gradlab.compute.sweep import Sweep


@dataclass(frozen=True)
class Step:
    """A step of every differentiated tensor at once: A ← A − learning_rate · A.grad.

    loss, gradients[name]: at the point where the step begins, unscaled. held[name]: what `.grad` holds there and the
    step uses; more than the gradient where earlier ones were not set to zero. printed[name]: that as PyTorch prints it.
    after[name]: the values after the step. All float64, of the numbers the dtype has.
    experiment: the experiment at those values, each with the fewest digits that mean the same number to the dtype.
    """

    loss: float | np.ndarray
    gradients: dict[str, np.ndarray]
    held: dict[str, np.ndarray]
    printed: dict[str, str]
    after: dict[str, np.ndarray]
    experiment: Experiment


@dataclass(frozen=True)
class Steps:
    """The step from each of N positions of one element, every differentiated tensor at once; all float64.

    held[name] `[N, *shape]`: what `.grad` holds when the step is taken. after[name] `[N, *shape]`: the values after it.
    losses `[N]`: the loss there; NaN where the loss does not take such values.
    """

    held: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    losses: np.ndarray


def descent_step(experiment: Experiment, *, learning_rate: float, before: Sequence[Experiment] = ()) -> Step:
    """Call `backward()` and subtract `learning_rate * A.grad` from every differentiated tensor.

    before: the same experiment at the earlier points whose gradients are still in `.grad`, because nothing set it to
    zero: `backward()` adds to what is there.
    Raises ExperimentError for a learning rate that is no number of at least 0, for points of another experiment, and
    where the step leads out of the loss's domain or to numbers that are not finite; and what `unscaled_gradient` does.
    Source: Augustin Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.
    """
    rate = _checked_rate(learning_rate)
    _check_points([experiment, *before])
    here = unscaled_gradient(experiment)
    tensors = _accumulated([*before, experiment])
    moving = {name: tensors[name] for name in experiment.requires_grad}
    held = {name: tensor.grad for name, tensor in moving.items()}
    with torch.no_grad():
        for tensor in moving.values():
            tensor -= rate * tensor.grad
    return Step(
        loss=here.loss,
        gradients=here.gradients,
        held=_as_arrays(held),
        printed={name: str(grad) for name, grad in held.items()},
        after=_as_arrays(moving),
        experiment=_moved(experiment, moving),
    )


def steps_from(
    experiment: Experiment, swept: Sweep, *, learning_rate: float, before: Sequence[Experiment] = ()
) -> Steps:
    """Take the step of `descent_step` from every position of a sweep of the same experiment, in one batch.

    A step may lead anywhere here: out of the loss's domain, or to numbers that are not finite.
    """
    rate = _checked_rate(learning_rate)
    _check_points([experiment, *before])
    device, dtype = resolve(experiment.device), getattr(torch, experiment.dtype)
    moved = torch.tensor(swept.positions, dtype=dtype, device=device)
    batch = batch_of(experiment, device, {(swept.tensor, swept.element): moved})
    held = {name: torch.tensor(grad, dtype=dtype, device=device) for name, grad in swept.gradients.items()}
    if before:
        earlier = _accumulated(before)
        held = {name: earlier[name].grad + grad for name, grad in held.items()}
    after = {name: batch[name].detach() - rate * grad for name, grad in held.items()}
    losses = _losses_after(experiment, batch, after)
    return Steps(_as_arrays(held), _as_arrays(after), losses)


def trail_losses(points: Sequence[Experiment]) -> np.ndarray:
    """The number that is differentiated at each of N points of one experiment, `[N]` float64, in one batch."""
    _check_points(points)
    first, device = points[0], resolve(points[0].device)
    batch = {name: torch.stack([leaf(point, name, device).detach() for point in points]) for name, _ in first.tensors}
    with torch.no_grad():
        return as_array(row_losses(first, batch))


def _accumulated(points: Sequence[Experiment]) -> dict[str, Tensor]:
    """The tensors at the last point, the gradients of all of them in `.grad`: `backward()` was called at each."""
    device = resolve(points[-1].device)
    tensors = {name: leaf(points[-1], name, device) for name, _ in points[-1].tensors}
    for point in points:
        with torch.no_grad():
            for name, tensor in tensors.items():
                tensor.copy_(leaf(point, name, device))
        call(point, tensors).backward(gradient=vector_of(point, device))
    return tensors


def _losses_after(experiment: Experiment, batch: dict[str, Tensor], after: dict[str, Tensor]) -> np.ndarray:
    """The loss of each row after its step. A row outside the domain would make the whole batch raise: it stays."""
    inside = torch.stack([_inside(experiment, name, values) for name, values in after.items()]).all(0)
    landed = {
        name: torch.where(inside.view(-1, *(1 for _ in values.shape[1:])), values, batch[name].detach())
        for name, values in after.items()
    }
    with torch.no_grad():
        return as_array(row_losses(experiment, batch | landed).masked_fill(~inside, torch.nan))


def _inside(experiment: Experiment, name: str, values: Tensor) -> Tensor:
    """Which rows `[N]` of a tensor the loss takes."""
    domain = LOSSES[experiment.loss].tensor(name).domain
    taken = torch.isfinite(values) & (values >= domain.low) & (values <= domain.high)
    return taken.view(len(values), -1).all(1)


def _as_arrays(tensors: dict[str, Tensor]) -> dict[str, np.ndarray]:
    return {name: as_array(tensor) for name, tensor in tensors.items()}


def _moved(experiment: Experiment, moving: dict[str, Tensor]) -> Experiment:
    """The experiment at the values of these tensors."""
    for name, tensor in moving.items():
        broken = tensor[~torch.isfinite(tensor)]
        if len(broken):
            raise ExperimentError(f"expected finite numbers in {name} after the step, got {broken[0].item()}")
    values = {name: _short(tensor.tolist(), tensor.dtype) for name, tensor in moving.items()}
    return replace(experiment, tensors={**dict(experiment.tensors), **values})


def _short(value: Nested | list, dtype: torch.dtype) -> Nested:
    """Every number with the fewest of its digits that this dtype rounds back to it: float32 has 1.6, not 1.60000002."""
    if isinstance(value, list):
        return tuple(_short(part, dtype) for part in value)
    for digits in range(16):
        short = float(f"{value:.{digits}e}")
        if torch.tensor(short, dtype=dtype).item() == value:
            return short
    return value


def _checked_rate(given: float) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and isfinite(given) and given >= 0:
        return float(given)
    raise ExperimentError(f"expected a learning rate of at least 0, got {given!r}")


def _check_points(points: Sequence[Experiment]) -> None:
    """Raise ExperimentError unless there is one, and they differ in nothing but the values of their tensors."""
    if not points:
        raise ExperimentError("expected at least one point, got none")
    first = points[0]
    shapes = {name: shape_of(value) for name, value in first.tensors}
    for point in points[1:]:
        same_shapes = shapes == {name: shape_of(value) for name, value in point.tensors}
        if not same_shapes or replace(point, tensors=first.tensors) != first:
            raise ExperimentError(f"expected points that differ in the values of their tensors alone, got {point}")
