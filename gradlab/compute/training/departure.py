"""Where a training left the finite numbers: at which step, and by which operation."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from gradlab.compute.training.loop import TrainingLoop
from gradlab.compute.training.training import Training


@dataclass(frozen=True)
class Departure:
    """The first operation that was given finite numbers and returned one that is not.

    step: the number of the step, from 0. stage: one of `STAGES`. operation: its name in ATen, PyTorch's library of
    operations, such as `"mse_loss"`; nothing where PyTorch does not say.
    """

    step: int
    stage: str
    operation: str


def departure_at(training: Training, device: torch.device, step: int) -> Departure | None:
    """Take the training up to this step once more, which gives the same numbers, and watch every operation of it."""
    loop = TrainingLoop(training, device)
    for _ in range(step):
        loop.step()
    found: list[tuple[str, str]] = []
    loop.step(watch=lambda stage: _Watch(stage, found))
    return Departure(step, *found[0]) if found else None


class _Watch(TorchDispatchMode):
    """Notes, with its stage, each operation that turns finite numbers into one that is not.

    It watches below autograd, where it changes nothing of what is computed (`TorchFunctionMode` does: some losses of
    PyTorch take another way when it is on).
    """

    def __init__(self, stage: str, found: list[tuple[str, str]]) -> None:
        super().__init__()
        self._stage, self._found = stage, found

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        came_finite = _finite((args, kwargs))
        result = func(*args, **kwargs)
        if came_finite and not _finite(result):
            self._found.append((self._stage, func.overloadpacket.__name__.strip("_")))
        return result


def _finite(values: Any) -> bool:
    tensors = [leaf for leaf in tree_leaves(values) if isinstance(leaf, Tensor) and leaf.is_floating_point()]
    return all(bool(torch.isfinite(tensor).all()) for tensor in tensors)
