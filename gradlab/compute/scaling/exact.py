"""What a gradient, and the step taken with it, are before anything touches them: everything in float64."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.clipping import clip_rows, clipped
from gradlab.compute.scaling.model import Model, exact_model_of, weight_of
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class Exact:
    """The exact side of a pipeline, which no loss scale changes; all `[elements]` but the first two.

    per_sample: the gradient of each sample's loss, `[samples, elements]`. parts: what each `backward()` adds,
    `[micro-batches, elements]`. gradient: of the loss of all samples. accumulated: the sum of the parts.
    left: that sum with the passes that `zero_grad` should have wiped.
    step: the step of the optimizer, for the clipped gradient.
    """

    per_sample: np.ndarray
    parts: np.ndarray
    gradient: np.ndarray
    accumulated: np.ndarray
    left: np.ndarray
    step: np.ndarray


def exact(pipeline: Pipeline, device: torch.device) -> Exact:
    """Run the exact side of a pipeline."""
    model, weight = exact_model_of(pipeline, device), weight_of(pipeline, device, torch.float64)
    (gradient,) = torch.autograd.grad(model.loss(weight), weight)
    parts = np.stack([_part(micro_batch, weight) for micro_batch in model.micro_batches])
    accumulated = parts.sum(0)
    return Exact(
        per_sample=as_array(_per_sample(model, weight)),
        parts=parts,
        gradient=as_array(gradient),
        accumulated=accumulated,
        left=accumulated * (pipeline.stale_backwards + 1),
        step=step_of(pipeline, clipped(pipeline, gradient), weight),
    )


def after_backward(pipeline: Pipeline, exactly: Exact, scales: Sequence[float], calls: int) -> np.ndarray:
    """What `.grad` should be after so many `backward()`, clippings in between included: a row for each loss scale."""
    by = np.array(scales)[:, None]
    if not pipeline.clips_parts:
        return exactly.left * by
    held = torch.zeros(len(by), pipeline.elements, dtype=torch.float64)
    turns = np.tile(exactly.parts, (pipeline.stale_backwards + 1, 1))[:calls]
    for turn, part in enumerate(turns):
        if turn:
            clip_rows(pipeline, held)
        held += torch.from_numpy(part * by)
    return held.numpy()


def step_of(pipeline: Pipeline, gradient: Tensor, weight: Tensor) -> np.ndarray:
    """The step Δw that the optimizer takes from a weight with this gradient, before a narrower weight swallows any.

    Without weight decay a step does not depend on where it starts: it starts from 0, where float64 swallows nothing.
    """
    start = weight.detach().double() if pipeline.weight_decay else torch.zeros_like(weight, dtype=torch.float64)
    moved = start.clone().requires_grad_()
    moved.grad = gradient.double()
    optimizer_of(pipeline, moved).step()
    return as_array(moved - start)


def optimizer_of(pipeline: Pipeline, weight: Tensor) -> torch.optim.Optimizer:
    """PyTorch's optimizer of a pipeline, for one weight."""
    return OPTIMIZERS[pipeline.optimizer].of(
        weight, learning_rate=pipeline.learning_rate, weight_decay=pipeline.weight_decay, eps=pipeline.eps
    )


def _part(micro_batch: Model, weight: Tensor) -> np.ndarray:
    (gradient,) = torch.autograd.grad(micro_batch.share_of(micro_batch.loss(weight)), weight)
    return as_array(gradient)


def _per_sample(model: Model, weight: Tensor) -> Tensor:
    """Each sample has a copy of the weight to itself, so that one backward gives them all."""
    copies = weight.detach().repeat(len(model.inputs), 1).requires_grad_()
    losses = model.loss_of((model.inputs * copies).sum(-1), "none")
    return torch.autograd.grad(losses.sum(), copies)[0]
