"""Losses of a probability or of logits (`input`) against what is true (`target`)."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import (
    Interval,
    Loss,
    Slider,
    TensorArgument,
    class_index_shape,
    reduce_rows,
    same_shape,
)

REFERENCE = "https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.{}.html"

_LOGIT = Slider(-8.0, 8.0, 0.1)
_UNIT = Interval(0.0, 1.0)
_PROBABLE_TARGET = TensorArgument(
    "target", (1.0, 0.0, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0), Slider(0.0, 1.0, 0.01), domain=_UNIT
)


class _MeanDividedLast(torch.autograd.Function):
    """The mean of each row whose backward leaves the division by N to `_divide_last`."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:
        """The mean of each row, `[N, …] -> [N]`."""
        ctx.shape = values.shape
        return values.flatten(1).mean(1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        """Each row's gradient for each of its elements, undivided."""
        return gradients[0].view(-1, *[1] * (len(ctx.shape) - 1)).expand(ctx.shape)


def _divide_last(tensor: Tensor) -> Tensor:
    """The same tensor; its gradient is divided by the number of elements in a row."""
    same = tensor.view_as(tensor)
    if same.requires_grad:
        same.register_hook(lambda gradient: gradient / gradient[0].numel())
    return same


def _binary_rows(function: Callable[..., Tensor], input: Tensor, target: Tensor, reduction: str) -> Tensor:
    """Each row's loss. PyTorch's kernel for the mean of these two divides by N last, and the last digit shows it."""
    if reduction != "mean" or input.dim() == 1:
        return reduce_rows(function(input, target, reduction="none"), reduction)
    return _MeanDividedLast.apply(function(_divide_last(input), _divide_last(target), reduction="none"))


def _binary(function: Callable[..., Tensor], formula: str, derivative: str, probability: TensorArgument) -> Loss:
    name = function.__name__
    return Loss(
        name=name,
        family="classification",
        function=function,
        rows=lambda input, target, reduction: _binary_rows(function, input, target, reduction),
        tensors=(probability, _PROBABLE_TARGET),
        output_shape=same_shape,
        formula=formula,
        derivative=derivative,
        code=f"F.{name}(input, target{{options}})",
        reference=REFERENCE.format(name),
    )


def _cross_entropy_rows(input: Tensor, target: Tensor, reduction: str) -> Tensor:
    """Cross-entropy of each row: logits `[N, C]` or `[N, B, C]`, class indices `[N]` or `[N, B]`."""
    losses = F.cross_entropy(input.flatten(0, -2), target.flatten(), reduction="none")
    return reduce_rows(losses.view(target.shape), reduction)


CLASSIFICATION = (
    _binary(
        F.binary_cross_entropy,
        r"-[\,y \ln x + (1 - y)\ln(1 - x)\,]",
        r"\frac{x - y}{x\,(1 - x)}",
        TensorArgument("input", (0.8, 0.3, 0.6, 0.1, 0.9, 0.4, 0.7, 0.2), Slider(0.01, 0.99, 0.01), domain=_UNIT),
    ),
    _binary(
        F.binary_cross_entropy_with_logits,
        r"-[\,y \ln \sigma(x) + (1 - y)\ln(1 - \sigma(x))\,]",
        r"\sigma(x) - y",
        TensorArgument("input", (-1.0, 0.5, 2.0, -2.0, 1.0, 0.0, -0.5, 1.5), _LOGIT),
    ),
    Loss(
        name="cross_entropy",
        family="classification",
        function=F.cross_entropy,
        rows=_cross_entropy_rows,
        tensors=(
            TensorArgument("input", (2.0, 1.0, -1.0, 0.5, 0.0, -2.0, 1.5, -0.5), _LOGIT),
            TensorArgument("target", (0,), kind="class_index", differentiable=False),
        ),
        output_shape=class_index_shape,
        formula=r"-\ln p_y, \quad p_c = \frac{e^{x_c}}{\sum_k e^{x_k}}",
        derivative=r"\frac{\partial}{\partial x_c} = p_c - [c = y]",
        code="F.cross_entropy(input, target{options})",
        reference=REFERENCE.format("cross_entropy"),
        sizes=(2, 8),
        size=3,
    ),
)
