"""Which operation first made a loss or a gradient NaN or infinite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from gradlab.compute.autograd_graph import operation_of, walk
from gradlab.compute.batch import batch_of, column_of, flat_index, row_losses
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment


@dataclass(frozen=True)
class Cause:
    """The operation whose result was the first not to be finite, though everything it was given was.

    stage: `"forward"`, or `"backward"` where the loss is finite and its gradient is not.
    operation: its name in PyTorch, such as `"sqrt"`. given: the number it was given, where that was a single one.
    """

    stage: str
    operation: str
    given: float | None


def causes(experiment: Experiment, *, tensor: str, element: int, positions: Sequence[float]) -> list[Cause | None]:
    """For each position, what made the loss or its gradient not finite; None where both are.

    Meant for the few positions of a sweep that are not finite, inside the loss's domain.
    """
    device = resolve(experiment.device)
    moved = column_of(experiment, device, positions)
    batch = batch_of(experiment, device, {(tensor, flat_index(experiment, tensor, element)): moved})
    found: list[Cause | None] = [None] * len(moved)
    with _Watch(found):
        losses = row_losses(experiment, batch)
    _watch_backward(losses, found)
    gradients = torch.autograd.grad(losses.sum(), [batch[name] for name in experiment.requires_grad])
    # What is not finite on the way may still end in a finite number: exp of -inf is 0.
    ends = [_broken(values) for values in (losses, *gradients)]
    return [cause if any(broken) else None for cause, *broken in zip(found, *ends, strict=True)]


def _broken(value: Tensor) -> list[bool]:
    """For each row, whether anything in it is not finite."""
    return (~torch.isfinite(value.detach().flatten(1) if value.dim() > 1 else value.detach()[:, None])).any(1).tolist()


class _Watch(TorchFunctionMode):
    """Notes the first function whose result is not finite in a row. Only what the loss itself calls is seen."""

    def __init__(self, found: list[Cause | None]) -> None:
        super().__init__()
        self.found = found

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        rows = len(self.found)
        if isinstance(result, Tensor) and result.dim() and len(result) == rows and result.is_floating_point():
            for row, broken in enumerate(_broken(result)):
                if broken and self.found[row] is None:
                    self.found[row] = Cause("forward", func.__name__.strip("_"), _single(args, row))
        return result


def _single(args: Any, row: int) -> float | None:
    """The one number an operation of one tensor with one element was given in this row."""
    tensors = [arg for arg in args if isinstance(arg, Tensor)]
    if len(tensors) == 1 and tensors[0][row].numel() == 1:
        return tensors[0][row].item()
    return None


def _watch_backward(losses: Tensor, found: list[Cause | None]) -> None:
    """Note, for rows whose loss is finite, the first node that turns a finite gradient into one that is not."""
    for node in walk(losses.grad_fn):
        node.register_hook(lambda produced, _, node=node: _note_backward(node, produced, found))


def _note_backward(node: Any, produced: tuple[Tensor | None, ...], found: list[Cause | None]) -> None:
    for gradient in produced:
        if gradient is not None and gradient.dim() and len(gradient) == len(found):
            for row, broken in enumerate(_broken(gradient)):
                if broken and found[row] is None:
                    found[row] = Cause("backward", operation_of(node), None)
