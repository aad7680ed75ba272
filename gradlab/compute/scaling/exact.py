"""What a gradient, and the step taken with it, are before anything touches them: everything in float64."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.clipping import clipped
from gradlab.compute.scaling.model import Model, exact_model_of, weight_of
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class Exact:
    """The exact side of a pipeline, which no loss scale changes; all `[elements]` but per_sample.

    per_sample: the gradient of each sample's loss, `[samples, elements]`. gradient: of the loss of all samples.
    accumulated: the sum over the micro-batches. left: that sum with the passes that `zero_grad` should have wiped.
    step: the step of the optimizer, for the clipped gradient.
    """

    per_sample: np.ndarray
    gradient: np.ndarray
    accumulated: np.ndarray
    left: np.ndarray
    step: np.ndarray


def exact(pipeline: Pipeline, device: torch.device) -> Exact:
    """Run the exact side of a pipeline."""
    model, weight = exact_model_of(pipeline, device), weight_of(pipeline, device, torch.float64)
    (gradient,) = torch.autograd.grad(model.loss(weight), weight)
    accumulated = _accumulated(model, passes=1)
    left = _accumulated(model, passes=pipeline.stale_backwards + 1) if pipeline.stale_backwards else accumulated
    return Exact(
        per_sample=as_array(_per_sample(model, weight)),
        gradient=as_array(gradient),
        accumulated=as_array(accumulated),
        left=as_array(left),
        step=step_of(pipeline, clipped(pipeline, gradient), weight),
    )


def step_of(pipeline: Pipeline, gradient: Tensor, weight: Tensor) -> np.ndarray:
    """The step Δw that the optimizer takes from a weight with this gradient, before a narrower weight swallows any.

    Without weight decay a step does not depend on where it starts: it starts from 0, where float64 swallows nothing.
    """
    start = weight.detach().double() if pipeline.weight_decay else torch.zeros_like(weight, dtype=torch.float64)
    moved = start.clone().requires_grad_()
    moved.grad = gradient.double()
    optimizer = OPTIMIZERS[pipeline.optimizer].of(
        moved, learning_rate=pipeline.learning_rate, weight_decay=pipeline.weight_decay
    )
    optimizer.step()
    return as_array(moved - start)


def _per_sample(model: Model, weight: Tensor) -> Tensor:
    """Each sample has a copy of the weight to itself, so that one backward gives them all."""
    copies = weight.detach().repeat(len(model.inputs), 1).requires_grad_()
    losses = model.loss_of((model.inputs * copies).sum(-1), "none")
    return torch.autograd.grad(losses.sum(), copies)[0]


def _accumulated(model: Model, passes: int) -> Tensor:
    weight = weight_of(model.pipeline, model.inputs.device, torch.float64)
    for _ in range(passes):
        for micro_batch in model.micro_batches():
            micro_batch.accumulated_loss(weight).backward()
    return weight.grad
