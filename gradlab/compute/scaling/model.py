"""The model of a pipeline, in PyTorch: its samples, its prediction and its loss."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class Model:
    """The samples of a pipeline, or of one micro-batch, as tensors, and how their loss is computed.

    inputs: `[samples, elements]`. targets: `[samples]` in the precision of the loss, or None. autocast: the dtype that
    autocast computes in, or None. loss_dtype: what a prediction is converted to before the loss.
    """

    pipeline: Pipeline
    inputs: Tensor
    targets: Tensor | None
    autocast: torch.dtype | None
    loss_dtype: torch.dtype

    def loss(self, weight: Tensor) -> Tensor:
        """The loss at a weight `[elements]`, reduced as the pipeline says."""
        return self.loss_of(self._prediction(weight), self.pipeline.reduction)

    def loss_of(self, prediction: Tensor, reduction: str) -> Tensor:
        """The loss of predictions `[samples]`; `reduction="none"` leaves one for each sample."""
        prediction = prediction.to(self.loss_dtype)
        if self.targets is not None:
            return F.mse_loss(prediction, self.targets, reduction=reduction) * self.pipeline.factor
        losses = prediction * self.pipeline.factor
        return losses if reduction == "none" else getattr(losses, reduction)()

    def micro_batches(self) -> Iterator["Model"]:
        """The model of each micro-batch."""
        sizes = self.pipeline.micro_batches
        targets = [None] * len(sizes) if self.targets is None else self.targets.split(sizes)
        for part, wanted in zip(self.inputs.split(sizes), targets, strict=True):
            yield replace(self, inputs=part, targets=wanted)

    def accumulated_loss(self, weight: Tensor) -> Tensor:
        """The loss of a micro-batch, multiplied by its share of the whole as the pipeline has it."""
        loss, pipeline = self.loss(weight), self.pipeline
        if pipeline.division == "count":
            return loss / len(pipeline.micro_batches)
        if pipeline.division == "size":
            return loss * (len(self.inputs) / pipeline.samples)
        return loss

    def _prediction(self, weight: Tensor) -> Tensor:
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
    return Model(pipeline, inputs, targets, autocast, loss_dtype)
