"""Every `backward()` of a step, for several loss scales at once: they share their forward passes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.clipping import clip_rows
from gradlab.compute.scaling.model import Model
from gradlab.compute.scaling.passage import Added, Backward, Forward, name_of

Scaled = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Backwards:
    """What they left, at one loss scale.

    gradient: `.grad` after the last. ran: the backward pass of each micro-batch. sums: what each `backward()` added.
    norms: what the clippings in between found. error: PyTorch's, where it refused such a clipping.
    """

    gradient: Tensor
    ran: tuple[Backward, ...]
    sums: tuple[Added, ...]
    norms: tuple[float, ...]
    error: RuntimeError | None


def run_backwards(model: Model, weight: Tensor, scaled: Sequence[Scaled], passes: int) -> list[Backwards]:
    """Every micro-batch forward once, and backward once for each of `scaled`, which multiply the loss by a scale.

    Another pass over the same samples at the same weight brings the same gradients: they are added once more.
    """
    forwards = [Forward(micro_batch, weight) for micro_batch in model.micro_batches]
    ran = [[forward.backward(scale) for forward in forwards] for scale in scaled]
    arrived = [torch.stack([backward.arrived for backward in backwards]) for backwards in zip(*ran, strict=True)]
    held = None if weight.grad is None else weight.grad.repeat(len(scaled), 1)
    left = _added_up(model, held, arrived * passes)
    return [left.of(row, backwards) for row, backwards in enumerate(ran)]


@dataclass
class _Rows:
    """What is in `.grad`, a row for each scale, and how it came there."""

    held: Tensor | None
    sums: list[tuple]
    norms: list[Tensor]
    error: RuntimeError | None = None

    def of(self, row: int, ran: Sequence[Backward]) -> Backwards:
        """The same for one scale."""
        dtype = name_of(self.held.dtype)
        sums = [Added(*(None if part is None else part[row] for part in parts), dtype) for parts in self.sums]
        return Backwards(
            gradient=self.held[row].clone(),
            ran=tuple(ran[: len(sums)]),
            sums=tuple(sums),
            norms=tuple(norms[row].item() for norms in self.norms),
            error=self.error,
        )


def _added_up(model: Model, held: Tensor | None, arrived: Sequence[Tensor]) -> _Rows:
    """Add in `.grad` what arrived, `[scales, elements]` each, as `backward()` does, and clip in between if it is so."""
    rows = _Rows(held, [], [])
    for turn, came in enumerate(arrived):
        if turn and model.pipeline.clips_parts:
            try:
                norms = clip_rows(model.pipeline, rows.held)
            except RuntimeError as error:
                rows.error = error
                return rows
            rows.norms += [] if norms is None else [norms]
        before = None if rows.held is None else as_array(rows.held)
        rows.held = came.clone() if rows.held is None else rows.held + came
        rows.sums.append((before, as_array(came), as_array(rows.held)))
    return rows
