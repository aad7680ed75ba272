"""The model of a pipeline, in PyTorch: its samples, its prediction and its loss."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class Model:
    """The samples of a pipeline, or of one micro-batch, as tensors, and how their loss is computed.

    given: the samples as the pipeline has them, before a tensor rounds them. inputs: `[samples, elements]`.
    targets: `[samples]` in the precision of the loss, or None. autocast: the dtype that autocast computes in, or None.
    loss_dtype: what a prediction is converted to before the loss.
    """

    pipeline: Pipeline
    given: tuple[tuple[float, ...], ...]
    inputs: Tensor
    targets: Tensor | None
    autocast: torch.dtype | None
    loss_dtype: torch.dtype

    def loss(self, weight: Tensor) -> Tensor:
        """The loss at a weight `[elements]`, reduced as the pipeline says."""
        return self.loss_of(self.prediction(weight), self.pipeline.reduction)

    def loss_of(self, prediction: Tensor, reduction: str) -> Tensor:
        """The loss of predictions `[samples]`; `reduction="none"` leaves one for each sample."""
        prediction = prediction.to(self.loss_dtype)
        if self.targets is not None:
            return F.mse_loss(prediction, self.targets, reduction=reduction) * self.pipeline.factor
        losses = prediction * self.pipeline.factor
        return losses if reduction == "none" else getattr(losses, reduction)()

    @cached_property
    def micro_batches(self) -> tuple["Model", ...]:
        """The model of each micro-batch."""
        return tuple(self._split())

    def _split(self) -> Iterator["Model"]:
        sizes = self.pipeline.micro_batches
        targets = [None] * len(sizes) if self.targets is None else self.targets.split(sizes)
        start = 0
        for part, wanted in zip(self.inputs.split(sizes), targets, strict=True):
            given = self.given[start : start + len(part)]
            start += len(part)
            yield replace(self, given=given, inputs=part, targets=wanted)

    def share_of(self, loss: Tensor) -> Tensor:
        """The loss of a micro-batch, multiplied by its share of the whole as the pipeline has it."""
        pipeline = self.pipeline
        if pipeline.division == "count":
            return loss / len(pipeline.micro_batches)
        if pipeline.division == "size":
            return loss * (len(self.inputs) / pipeline.samples)
        return loss

    def exact_gradient_at(self, prediction: Tensor) -> np.ndarray:
        """The gradient of a micro-batch's loss in its predictions `[samples]`, worked out in float64."""
        targets = None if self.targets is None else self.targets.cpu().double()
        exact = replace(self, targets=targets, loss_dtype=torch.float64)
        at = prediction.cpu().double().requires_grad_()
        (gradient,) = torch.autograd.grad(exact.share_of(exact.loss_of(at, self.pipeline.reduction)), at)
        return gradient.numpy()

    def prediction(self, weight: Tensor) -> Tensor:
        """x·w for each sample, as the pipeline's operation computes it."""
        kind = weight.device.type
        with torch.autocast(kind, dtype=self.autocast) if self.autocast else nullcontext():
            if self.pipeline.operation == "linear":
                return F.linear(self.inputs, weight)
            return weight * self.pipeline.inputs[0][0] if self.pipeline.is_single else (self.inputs * weight).sum(-1)


def model_of(pipeline: Pipeline, device: torch.device) -> Model:
    """The model in the precision of the pipeline. As autocast wants it, the loss is in float32."""
    autocast = None if pipeline.autocast == "off" else getattr(torch, pipeline.autocast)
    return _model(pipeline, device, getattr(torch, pipeline.weight_dtype), torch.float32, autocast)


def exact_model_of(pipeline: Pipeline, device: torch.device) -> Model:
    """The same model in float64, with nothing rounded on the way."""
    return _model(pipeline, device, torch.float64, torch.float64, None)


def weight_of(pipeline: Pipeline, device: torch.device, dtype: torch.dtype) -> Tensor:
    """The weight as a leaf, created on its device."""
    return torch.tensor(pipeline.weight, dtype=dtype, device=device, requires_grad=True)


def _model(
    pipeline: Pipeline,
    device: torch.device,
    dtype: torch.dtype,
    loss_dtype: torch.dtype,
    autocast: torch.dtype | None,
) -> Model:
    inputs = torch.tensor(pipeline.inputs, dtype=dtype, device=device)
    targets = None if pipeline.targets is None else torch.tensor(pipeline.targets, dtype=loss_dtype, device=device)
    return Model(pipeline, pipeline.inputs, inputs, targets, autocast, loss_dtype)
