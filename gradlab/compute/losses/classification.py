"""Losses of a probability or of logits (`input`) against what is true (`target`)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Companion, Interval, Latex, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import Divisor, reduce_rows
from gradlab.compute.losses.shapes import Shape, class_index_shape, expect, no_axis, same_shape

REFERENCE = "https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.{}.html"

_LOGIT = Slider(-8.0, 8.0, 0.1)
_UNIT = Interval(0.0, 1.0)
_WEIGHTS = (2.0, 1.0, 0.5, 3.0, 1.5, 0.5, 2.5, 1.0)
_WEIGHT = TensorArgument("weight", _WEIGHTS, Slider(0.1, 5.0, 0.1), differentiable=False, optional=True, symbol="w")
_POS_WEIGHT = replace(_WEIGHT, name="pos_weight", slider=Slider(0.1, 10.0, 0.1), symbol="p")
_PROBABLE_TARGET = TensorArgument(
    "target", (1.0, 0.0, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0), Slider(0.0, 1.0, 0.01), domain=_UNIT, symbol="y"
)
_LOGITS = TensorArgument("input", (2.0, 1.0, -1.0, 0.5, 0.0, -2.0, 1.5, -0.5), _LOGIT)
_CLASS = TensorArgument(
    "target", (0, 1), kind="class_index", differentiable=False, shape=no_axis, ignored="ignore_index", symbol="y"
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


def _binary_rows(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The rows of a loss whose kernel for the mean divides by N last, as the last digit of its gradient shows."""

    def rows(input: Tensor, target: Tensor, reduction: str, **given: Any) -> Tensor:
        if "pos_weight" in given and input.dim() > 2:
            given["pos_weight"] = given["pos_weight"][:, None]
        if reduction != "mean" or input.dim() == 1:
            return reduce_rows(function(input, target, reduction="none", **given), reduction)
        return _MeanDividedLast.apply(function(_divide_last(input), _divide_last(target), reduction="none", **given))

    return rows


def _binary_shape(shapes: Mapping[str, Shape]) -> Shape:
    """One shape for all, but a `pos_weight` for each class: each place along the last axis."""
    expect(shapes, "pos_weight", shapes["input"][-1:])
    return same_shape({name: shape for name, shape in shapes.items() if name != "pos_weight"})


def _binary(
    function: Callable[..., Tensor],
    formula: Latex,
    derivative: Latex,
    tensors: tuple[TensorArgument, ...],
    **fields: Any,
) -> Loss:
    name = function.__name__
    return Loss(
        name=name,
        family="classification",
        function=function,
        rows=_binary_rows(function),
        tensors=tensors,
        output_shape=_binary_shape,
        formula=formula,
        derivative=derivative,
        code=f"F.{name}(input, target{{options}})",
        reference=REFERENCE.format(name),
        **fields,
    )


def _factor(weight: bool, symbol: str = "w") -> str:
    return rf"{symbol}\," if weight else ""


def _weights_of_targets(target: Tensor, weight: Tensor | None, ignore_index: int, dtype: torch.dtype) -> Tensor:
    """The weight of each target's class, 1 without weights, 0 where the target is ignored."""
    kept = target != ignore_index
    if weight is None:
        return kept.to(dtype)
    return weight.gather(-1, target.where(kept, 0).view(len(weight), -1)).view(target.shape).where(kept, 0.0)


def _reduced_classes(losses: Tensor, weights: Tensor, ignored: Tensor, reduction: str) -> Tensor:
    """The rows `[N, …]` reduced: the mean divides by the sum of the targets' weights, and has none to divide by
    where all are ignored: PyTorch's loss is NaN there, and its gradient 0.
    """
    if reduction != "mean":
        return reduce_rows(losses, reduction)
    nothing = ignored.flatten(1).all(1) if ignored.dim() > 1 else ignored
    mean = reduce_rows(losses, "sum") / reduce_rows(weights, "sum").where(~nothing, 1.0)
    return mean.where(~nothing, torch.nan)


def _cross_entropy_rows(
    input: Tensor,
    target: Tensor,
    reduction: str,
    ignore_index: int,
    label_smoothing: float,
    weight: Tensor | None = None,
) -> Tensor:
    """The rows of cross-entropy: logits `[N, C]` or `[N, B, C]`, class indices `[N]` or `[N, B]`."""
    options = {"ignore_index": ignore_index, "label_smoothing": label_smoothing if weight is None else 0.0}
    losses = F.cross_entropy(input.flatten(0, -2), target.flatten(), reduction="none", **options).view(target.shape)
    weights = _weights_of_targets(target, weight, ignore_index, input.dtype)
    ignored = target == ignore_index
    if weight is not None:
        losses = losses * weights
    if weight is not None and label_smoothing:
        of_classes = weight if input.dim() == 2 else weight[:, None]
        spread = -(of_classes * input.log_softmax(-1)).mean(-1)
        losses = (1 - label_smoothing) * losses + label_smoothing * spread.where(~ignored, 0.0)
    return _reduced_classes(losses, weights, ignored, reduction)


def _count_targets(tensors: Mapping[str, Tensor], parameters: Mapping[str, Any], reduction: str) -> Divisor:  # noqa: ARG001
    """The weights of the targets' classes added up, or the targets counted; without those that are ignored."""
    target, weight = tensors["target"], tensors.get("weight")
    kept = target[target != parameters["ignore_index"]]
    return Divisor("targets", kept.numel()) if weight is None else Divisor("target_weights", weight[kept].sum().item())


IGNORE_INDEX = Parameter("ignore_index", -100, choices=(-100, 0, 1))
LABEL_SMOOTHING = Parameter("label_smoothing", 0.0, _UNIT, Slider(0.0, 1.0, 0.05), symbol=r"\varepsilon")


CLASSIFICATION = (
    _binary(
        F.binary_cross_entropy,
        lambda weight, **_: rf"-{_factor(weight)}[\,y \ln x + (1 - y)\,\ln (1 - x)\,]",
        lambda weight, **_: rf"{_factor(weight)}\frac{{x - y}}{{x\,(1 - x)}}",
        (
            TensorArgument("input", (0.8, 0.3, 0.6, 0.1, 0.9, 0.4, 0.7, 0.2), Slider(0.01, 0.99, 0.01), domain=_UNIT),
            _PROBABLE_TARGET,
            _WEIGHT,
        ),
    ),
    _binary(
        F.binary_cross_entropy_with_logits,
        lambda weight, pos_weight, **_: (
            rf"-{_factor(weight)}[\,{_factor(pos_weight, 'p')}y \ln \sigma(x) + (1 - y)\,\ln (1 - \sigma(x))\,]"
        ),
        lambda weight, pos_weight, **_: (
            rf"{_factor(weight)}[\,(1 - y)\,\sigma(x) - p\,y\,(1 - \sigma(x))\,]"
            if pos_weight
            else rf"{_factor(weight)}(\sigma(x) - y)"
        ),
        (
            TensorArgument("input", (-1.0, 0.5, 2.0, -2.0, 1.0, 0.0, -0.5, 1.5), _LOGIT),
            _PROBABLE_TARGET,
            _WEIGHT,
            _POS_WEIGHT,
        ),
        companion=Companion("sigmoid", lambda input, **_: input.sigmoid()),
        starred=True,
    ),
    Loss(
        name="cross_entropy",
        family="classification",
        function=F.cross_entropy,
        rows=_cross_entropy_rows,
        tensors=(_LOGITS, _CLASS, _WEIGHT),
        output_shape=class_index_shape,
        formula=r"-\ln p_y, \quad p_c = \frac{e^{x_c}}{\sum_k e^{x_k}}",
        derivative=r"\frac{\partial}{\partial x_c} = p_c - [c = y]",
        code="F.cross_entropy(input, target{options})",
        reference=REFERENCE.format("cross_entropy"),
        parameters=(IGNORE_INDEX, LABEL_SMOOTHING),
        divisor=_count_targets,
        companion=Companion("softmax", lambda input, **_: input.softmax(-1)),
        sizes=(2, 8),
        size=3,
        starred=True,
    ),
)
