"""Which operation of the reader's program first made a loss or a gradient NaN or infinite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gradlab.compute.autograd_graph import operation_of
from gradlab.compute.batch import batch_of, column_of, flat_index
from gradlab.compute.device import resolve
from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import vector_of
from gradlab.compute.losses import LOSSES
from gradlab.compute.observed import Called, observed_loss, walk

Gradients = tuple[Tensor | None, ...]

MOST = 64  # positions at which it is looked for, some 0.2 ms each


@dataclass(frozen=True)
class Cause:
    """The operation whose result was the first not to be finite, though everything it was given was.

    stage: `"forward"`, or `"backward"` where the loss is finite and its gradient is not; `"branch"` where backward met
    it in what `where` did not take, which it multiplies by 0; `"empty"` where the operation is a mean over nothing:
    every target is ignored, or has the weight 0.
    operation: its name in PyTorch, such as `"sqrt"`. given: the number it was given, where that was a single one.
    """

    stage: str
    operation: str
    given: float | None


def causes(experiment: Experiment, *, tensor: str, element: int, positions: Sequence[float]) -> list[Cause | None]:
    """For each position, what made the loss or its gradient not finite; None where both are, and where nobody knows.

    Meant for the few positions of a sweep that are not finite: of more than `MOST` of them only so many are looked at,
    evenly spread, and the others have the cause of the nearest. Outside the loss's domain, where PyTorch refuses to
    evaluate it, there is none.
    """
    index = flat_index(experiment, tensor, element)
    empty = divisor(experiment)
    if empty is not None and empty.number == 0:
        return [Cause("empty", "mean", None)] * len(positions)
    domain = LOSSES[experiment.loss].tensor(tensor).domain
    inside = [position for position in positions if position in domain]
    if not inside:
        return [None] * len(positions)
    every = -(-len(inside) // MOST)
    found = _causes(experiment, (tensor, index), inside[::every])
    at = {position: found[place // every] for place, position in enumerate(inside)}
    return [at.get(position) for position in positions]


def _causes(experiment: Experiment, moved: tuple[str, int], positions: list[float]) -> list[Cause | None]:
    device = resolve(experiment.device)
    batch = batch_of(experiment, device, {moved: column_of(experiment, device, positions)})
    return [_cause(experiment, {n: _row(values, row) for n, values in batch.items()}) for row in range(len(positions))]


def _row(values: Tensor, row: int) -> Tensor:
    return values[row].detach().clone().requires_grad_(values.requires_grad)


def _cause(experiment: Experiment, tensors: dict[str, Tensor]) -> Cause | None:
    loss, calls = observed_loss(experiment, tensors)
    found: list[Cause] = []
    nodes = walk(loss.grad_fn)
    chosen = any(operation_of(node) == "where" for node in nodes)
    for node in nodes:
        node.register_hook(lambda carried, brought, node=node: _note(node, carried, brought, found, chosen))
    leaves = [tensors[name] for name in experiment.requires_grad]
    gradients = torch.autograd.grad(loss, leaves, grad_outputs=vector_of(experiment, loss.device))
    if _is_broken(loss):
        return next((_forward(each) for each in calls if _began(each)), None)
    return found[0] if found and any(map(_is_broken, gradients)) else None


def _began(each: Called) -> bool:
    return _is_broken(each.result) and not any(map(_is_broken, each.given))


def _forward(each: Called) -> Cause:
    numbers = [given for given in each.given if isinstance(given, Tensor)]
    single = len(numbers) == 1 and numbers[0].numel() == 1
    return Cause("forward", each.name, numbers[0].item() if single else None)


def _note(node: Any, carried: Gradients, brought: Gradients, found: list[Cause], chosen: bool) -> None:
    """Note the first nodes that turn finite gradients into one that is not. chosen: whether there is a `where`."""
    if any(map(_is_broken, carried)) and not any(map(_is_broken, brought)):
        not_taken = chosen and all(_is_of_zeros(part, brought[0]) for part in carried)
        found.append(Cause("branch" if not_taken else "backward", operation_of(node), None))


def _is_of_zeros(carried: Tensor | None, brought: Tensor | None) -> bool:
    """Whether a gradient stops being finite only where the one that came was 0."""
    if carried is None or brought is None or carried.shape != brought.shape:
        return True
    return bool((brought[~torch.isfinite(carried)] == 0).all())


def _is_broken(value: Any) -> bool:
    """Whether anything in a tensor is not finite."""
    return isinstance(value, Tensor) and value.is_floating_point() and not bool(torch.isfinite(value.detach()).all())
