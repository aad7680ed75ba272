"""Losses of a prediction for each element, or each class, that is true or not: `target` is 0, 1 or in between."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.exact_rows import never
from gradlab.compute.losses.loss import Companion, Interval, Latex, Loss, Parameter, Remark, Slider, TensorArgument
from gradlab.compute.losses.reduction import count_rows, reduce_rows, written_in_torch
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import Shape, class_axis, expect, same_shape
from gradlab.compute.losses.weights import CONSTANT_WEIGHT, WEIGHT, factor

_LOGIT = Slider(-8.0, 8.0, 0.1)
_UNIT = Interval(0.0, 1.0)
_POS_WEIGHT = replace(CONSTANT_WEIGHT, name="pos_weight", slider=Slider(0.1, 10.0, 0.1), symbol="p")
_INPUT = TensorArgument("input", (-1.0, 0.5, 2.0, -2.0, 1.0, 0.0, -0.5, 1.5), _LOGIT)
_TARGET = TensorArgument(
    "target", (1.0, 0.0, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0), Slider(0.0, 1.0, 0.01), domain=_UNIT, symbol="y"
)
_LABELS = TensorArgument(
    "target", (1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0), kind="choice", choices=(0.0, 1.0), symbol="y"
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
        """The loss of each row, with the bits of PyTorch's own call of it."""
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
        rows_twice=False,  # `_divide_last` divides on every way back, the second time too
        tensors=tensors,
        output_shape=_binary_shape,
        formula=formula,
        derivative=derivative,
        code=f"F.{name}(input, target{{options}})",
        reference=functional_page(name),
        **fields,
    )


def _multilabel_rows(input: Tensor, target: Tensor, reduction: str, weight: Tensor | None = None) -> Tensor:
    """The rows of a loss that is the mean over the classes whatever the reduction, which is over the samples."""
    if weight is not None and input.dim() > 2:
        weight = weight[:, None]
    return reduce_rows(F.multilabel_soft_margin_loss(input, target, weight, reduction="none"), reduction)


def _multilabel_shape(shapes: Mapping[str, Shape]) -> Shape:
    """A label and a weight for each class, one loss for each sample."""
    logits = class_axis(shapes)
    expect(shapes, "target", logits)
    return logits[:-1]


def _focal_losses(input: Tensor, target: Tensor, alpha: float, gamma: float) -> Tensor:
    """Cross-entropy, less of it the better the prediction is: the label's own probability is `p_t`."""
    p = torch.sigmoid(input)
    p_t = p * target + (1 - p) * (1 - target)
    alpha_t = alpha * target + (1 - alpha) * (1 - target)
    cross_entropy = F.binary_cross_entropy_with_logits(input, target, reduction="none")
    return alpha_t * (1 - p_t) ** gamma * cross_entropy


def _focal_code(alpha: float, gamma: float, **_: object) -> str:
    return (
        "p = torch.sigmoid(input)\n"
        "p_t = p * target + (1 - p) * (1 - target)\n"
        f"alpha_t = {alpha} * target + (1 - {alpha}) * (1 - target)\n"
        'cross_entropy = F.binary_cross_entropy_with_logits(input, target, reduction="none")\n'
        f"alpha_t * (1 - p_t) ** {gamma} * cross_entropy"
    )


def _with_logits_in_labels(weight: bool, pos_weight: bool, **_: object) -> str:
    """The derivative in the label: without a weight of its own for what is true, the logit itself."""
    if pos_weight:
        return rf"{factor(weight)}[\,\ln (1 - \sigma(x)) - p\,\ln \sigma(x)\,]"
    return rf"-{factor(weight)}x"


_WHERE_FOCAL = (
    r", \quad u = \begin{cases}\sigma(x) & y = 1\\ 1 - \sigma(x) & \text{otherwise}\end{cases}"
    r", \quad a = \begin{cases}\alpha & y = 1\\ 1 - \alpha & \text{otherwise}\end{cases}"
)

SIGMOID = Companion("sigmoid", lambda input, **_: input.sigmoid())

BINARY = (
    _binary(
        F.binary_cross_entropy,
        lambda weight, **_: rf"-{factor(weight)}[\,y \ln x + (1 - y)\,\ln (1 - x)\,]",
        lambda weight, **_: rf"{factor(weight)}\frac{{x - y}}{{x\,(1 - x)}}",
        (
            TensorArgument("input", (0.8, 0.3, 0.6, 0.1, 0.9, 0.4, 0.7, 0.2), Slider(0.01, 0.99, 0.01), domain=_UNIT),
            _TARGET,
            CONSTANT_WEIGHT,
        ),
        other_derivatives=(("target", lambda weight, **_: rf"{factor(weight)}[\,\ln (1 - x) - \ln x\,]"),),
        remarks=(
            Remark("log_clamp", lambda input, **_: torch.minimum(input, 1 - input).log() < -100),
            Remark("divisor_floor", lambda input, **_: input * (1 - input) < input.new_tensor(1e-12)),
        ),
        brief="−y ln x − (1 − y) ln(1 − x)",
    ),
    _binary(
        F.binary_cross_entropy_with_logits,
        lambda weight, pos_weight, **_: (
            rf"-{factor(weight)}[\,{factor(pos_weight, 'p')}y \ln \sigma(x) + (1 - y)\,\ln (1 - \sigma(x))\,]"
        ),
        lambda weight, pos_weight, **_: (
            rf"{factor(weight)}[\,(1 - y)\,\sigma(x) - p\,y\,(1 - \sigma(x))\,]"
            if pos_weight
            else (r"w\,(\sigma(x) - y)" if weight else r"\sigma(x) - y")
        ),
        (
            _INPUT,
            _TARGET,
            CONSTANT_WEIGHT,
            _POS_WEIGHT,
        ),
        other_derivatives=(("target", _with_logits_in_labels),),
        companion=SIGMOID,
        starred=True,
        exact_rows=never,
        brief="ln(1 + e^x) − x·y",
    ),
    Loss(
        name="multilabel_soft_margin_loss",
        brief="1/C Σ (ln(1 + e^x) − x·y)",
        family="classification",
        function=F.multilabel_soft_margin_loss,
        rows=_multilabel_rows,
        tensors=(_INPUT, _LABELS, WEIGHT),
        output_shape=_multilabel_shape,
        formula=lambda weight=False, **_: (
            rf"-\frac{{1}}{{C}}\sum_c {factor(weight, 'w_c')}"
            r"[\,y_c \ln \sigma(x_c) + (1 - y_c)\,\ln (1 - \sigma(x_c))\,]"
        ),
        derivative=lambda weight=False, **_: rf"\frac{{1}}{{C}}{factor(weight, 'w_c')}(\sigma(x_c) - y_c)",
        code="F.multilabel_soft_margin_loss(input, target{options})",
        reference=functional_page("multilabel_soft_margin_loss"),
        divisor=count_rows,
        companion=SIGMOID,
        sizes=(2, 8),
        size=3,
        advanced=True,
    ),
    Loss(
        name="focal_loss",
        brief="−α(1 − u)^γ ln u",
        family="classification",
        **written_in_torch(_focal_losses),
        exact_rows=never,
        tensors=(_INPUT, replace(_LABELS, differentiable=False)),
        output_shape=same_shape,
        formula=rf"-a\,(1 - u)^{{\gamma}} \ln u{_WHERE_FOCAL}",
        derivative=r"a\,(2 y - 1)\,(1 - u)^{\gamma} (\gamma u \ln u + u - 1)",
        code=_focal_code,
        reference="https://arxiv.org/abs/1708.02002",
        parameters=(
            Parameter("alpha", 0.25, Interval(0.0, 1.0), Slider(0.0, 1.0, 0.05), code=None, symbol=r"\alpha"),
            Parameter("gamma", 2.0, Interval(low=0.0), Slider(0.0, 5.0, 0.25), code=None, symbol=r"\gamma"),
        ),
        companion=SIGMOID,
    ),
)
