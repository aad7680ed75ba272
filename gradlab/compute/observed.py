"""The loss as PyTorch computes it, and beside it what each function it calls gave: looked at, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import Node, get_gradient_edge
from torch.overrides import TorchFunctionMode

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import call


@dataclass(frozen=True)
class Called:
    """One function of PyTorch that the loss called: its name, what it was given, and what it gave."""

    name: str
    given: tuple[Any, ...]
    result: Any


def observed_loss(experiment: Experiment, tensors: Mapping[str, Tensor]) -> tuple[Tensor, list[Called]]:
    """The loss of these tensors, and the calls it is made of, in their order.

    To see the calls a mode is switched on, and with a mode PyTorch may compute something else: `F.l1_loss` forgets its
    weight (pytorch/pytorch#193003). So the loss is computed without it, too, and of a loss that is then another one, or
    comes about otherwise though the number happens to be the same, no call is told.
    """
    plain = call(experiment, tensors)
    with _Watch() as watch:
        watched = call(experiment, tensors)
    same = torch.equal(torch.nan_to_num(plain, nan=0.5), torch.nan_to_num(watched, nan=0.5))
    same = same and _same_nans(plain, watched) and _made_of(plain) == _made_of(watched)
    return (watched, watch.calls) if same else (plain, [])


def walk(root: Node) -> list[Node]:
    """Every node that can be reached from this one, each once, the nearest first."""
    nodes, found = [root], {root}
    for node in nodes:
        for following, _ in node.next_functions:
            if following is not None and following not in found:
                found.add(following)
                nodes.append(following)
    return nodes


def _made_of(loss: Tensor) -> list[str]:
    """The names of the nodes of a loss's graph, in their order."""
    return [node.name() for node in walk(get_gradient_edge(loss).node)] if loss.requires_grad else []


def _same_nans(one: Tensor, other: Tensor) -> bool:
    return torch.equal(one.isnan(), other.isnan())


class _Watch(TorchFunctionMode):
    """Notes every function that is called. What those call in their turn is not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Called] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.calls.append(Called(getattr(func, "__name__", "").strip("_"), args, result))
        return result
