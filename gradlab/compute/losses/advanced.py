"""The two losses that contain more than a loss: a linear layer, and every alignment of a label sequence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.classification import LOGITS, smoothed_derivative, smoothed_formula
from gradlab.compute.losses.exact_rows import never
from gradlab.compute.losses.loss import Companion, Interval, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.margins import FULL_PRECISION
from gradlab.compute.losses.reduction import Divisor
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import Shape, expect
from gradlab.compute.losses.targets import (
    IGNORABLE_CLASS,
    IGNORE_INDEX,
    LABEL_SMOOTHING,
    count_targets,
    cross_entropy_rows,
)
from gradlab.compute.losses.weights import CONSTANT_WEIGHT

_FEATURES, _STEPS, _LABELS = 2, 4, 2
_NARROW = Slider(-3.0, 3.0, 0.05)

# `options=None` computes all logits at once; a LinearCrossEntropyOptions chunk by chunk, with one of these policies
# for the precision of what it adds up. How large a chunk is it finds by itself.
_REFERENCE = "None"
_OPTIONS = Parameter(
    "options",
    _REFERENCE,
    choices=(_REFERENCE, "auto", "accurate", "balanced", "compact"),
    code=lambda policy: f'torch.nn.LinearCrossEntropyOptions(acc_policy="{policy}")',
    applies=lambda parameters: not parameters["label_smoothing"],
)


def _logits(input: Tensor, linear_weight: Tensor, linear_bias: Tensor | None = None, **_: Tensor) -> Tensor:
    """`F.linear` of each sample, from a batch of rows too: weights `[…, C, D]`, samples `[…, D]` or `[…, B, D]`."""
    if input.dim() == linear_weight.dim():
        logits = input @ linear_weight.mT
        return logits if linear_bias is None else logits + linear_bias.unsqueeze(-2)
    logits = (linear_weight @ input[..., None])[..., 0]
    return logits if linear_bias is None else logits + linear_bias


def _chunked(options: str, label_smoothing: float) -> torch.nn.LinearCrossEntropyOptions | None:
    """PyTorch's `options` with this `acc_policy`; None where it would warn that it ignores them."""
    if options == _REFERENCE or label_smoothing:
        return None
    return torch.nn.LinearCrossEntropyOptions(acc_policy=options)


def _linear(options: str, label_smoothing: float, **given: Any) -> Tensor:
    """PyTorch's loss. Its first chunked call imports 800 modules: most of a second, once, and 80 MB."""
    chunked = _chunked(options, label_smoothing)
    return F.linear_cross_entropy(**given, label_smoothing=label_smoothing, options=chunked)


def _linear_rows(
    reduction: str,
    options: str,  # noqa: ARG001
    label_smoothing: float,
    ignore_index: int,
    **tensors: Tensor,
) -> Tensor:
    """The rows, whatever the `options`: in chunks PyTorch adds up the same terms, and takes one weight for all rows."""
    parameters = {"reduction": reduction, "ignore_index": ignore_index, "label_smoothing": label_smoothing}
    of_logits = {name: tensors.pop(name) for name in ("input", "linear_weight", "linear_bias") if name in tensors}
    return cross_entropy_rows(_logits(**of_logits), **tensors, **parameters)


def _linear_shape(shapes: Mapping[str, Shape]) -> Shape:
    """Samples `[D]` or `[N, D]`, a weight `[C, D]` for each class and feature, one loss for each sample."""
    samples, weights = shapes["input"], shapes["linear_weight"]
    if len(samples) not in (1, 2):
        raise ValueError(f"expected input of shape [D] or [N, D], got {list(samples)}")
    if len(weights) != 2 or weights[0] < 2 or weights[1:] != samples[-1:]:
        wanted = f"[C, {samples[-1]}] with at least 2 classes C"
        raise ValueError(f"expected linear_weight of shape {wanted}, got {list(weights)}")
    for name in ("linear_bias", "weight"):
        expect(shapes, name, weights[:1])
    expect(shapes, "target", samples[:-1])
    return samples[:-1]


def _where_linear(linear_bias: bool = False, **_: object) -> str:
    bias = " + b_k" if linear_bias else ""
    return rf", \quad p_k = \frac{{e^{{z_k}}}}{{\sum_j e^{{z_j}}}}, \quad z_k = \sum_i W_{{k i}} x_i{bias}"


def _linear_derivative(**chosen: Any) -> str:
    """The derivative in the feature `x_c`: each class's derivative in its logit, through its weight."""
    return rf"\sum_k {smoothed_derivative('k', **chosen)}\,W_{{k c}}"


def _ctc(logits: Tensor, targets: Tensor, reduction: str, **options: float) -> Tensor:
    """PyTorch's loss of the softmax of these logits. Its gradient with respect to log-probabilities is not the true
    one: it is meant to pass through `log_softmax`, so that belongs to the graph (pytorch issue 52241).
    """
    lengths = [len(logits)], [len(targets)]
    return F.ctc_loss(logits.log_softmax(-1), targets, *lengths, reduction=reduction, **options)


def _ctc_rows(logits: Tensor, targets: Tensor, reduction: str, **options: float) -> Tensor:
    """The rows, which PyTorch wants as its second axis; the mean divides by the number of labels."""
    rows, steps = logits.shape[:2]
    labels = targets.shape[1]
    lengths = torch.full((rows,), steps), torch.full((rows,), labels)
    losses = F.ctc_loss(logits.transpose(0, 1).log_softmax(-1), targets, *lengths, reduction="none", **options)
    return losses / labels if reduction == "mean" else losses


def _ctc_shape(shapes: Mapping[str, Shape]) -> Shape:
    """Logits `[T, C]` and a sequence of labels `[S]` of one sample: one loss."""
    logits, labels = shapes["logits"], shapes["targets"]
    if len(logits) != 2 or logits[1] < 2:
        raise ValueError(f"expected logits of shape [T, C] with at least 2 classes, got {list(logits)}")
    if len(labels) != 1:
        raise ValueError(f"expected targets of shape [S], got {list(labels)}")
    return ()


def _count_labels(tensors: Mapping[str, Tensor], parameters: Mapping, reduction: str) -> Divisor:  # noqa: ARG001
    """Every label of the target sequence."""
    return Divisor("labels", len(tensors["targets"]))


ADVANCED = (
    Loss(
        name="linear_cross_entropy",
        brief="−ln softmax(W·x)[y]",
        family="classification",
        function=_linear,
        rows=_linear_rows,
        tensors=(
            TensorArgument("input", (1.0, -0.5), _NARROW, shape=lambda size: (_FEATURES,)),  # noqa: ARG005
            TensorArgument(
                "linear_weight",
                (1.5, -1.0, 0.5, 2.0, -0.5, 1.0, -2.0, 0.25),
                _NARROW,
                shape=lambda size: (size, _FEATURES),
                symbol="W",
            ),
            replace(IGNORABLE_CLASS, classes=lambda shapes: range(shapes["linear_weight"][0])),
            TensorArgument("linear_bias", (0.5, -0.5, 1.0, -1.5), _NARROW, optional=True, symbol="b"),
            CONSTANT_WEIGHT,
        ),
        output_shape=_linear_shape,
        formula=lambda **chosen: smoothed_formula(**chosen) + _where_linear(**chosen),
        derivative=_linear_derivative,
        code="F.linear_cross_entropy(input, linear_weight, target{options})",
        reference=functional_page("linear_cross_entropy"),
        parameters=(IGNORE_INDEX, LABEL_SMOOTHING, _OPTIONS),
        divisor=count_targets,
        companion=Companion("softmax", lambda **tensors: _logits(**tensors).softmax(-1)),
        calls=lambda parameters: 40.0 if _chunked(parameters["options"], parameters["label_smoothing"]) else 1.5,
        exact_rows=never,
        sizes=(2, 4),
        size=3,
        advanced=True,
    ),
    Loss(
        name="ctc_loss",
        brief="−ln P(y | softmax(x))",
        family="classification",
        function=_ctc,
        rows=_ctc_rows,
        tensors=(
            TensorArgument(
                "logits",
                (*LOGITS.defaults, 1.0, -1.0, 0.3, 2.5, -0.2, 0.7, -1.5, 0.5),
                LOGITS.slider,
                shape=lambda size: (_STEPS, size),
            ),
            TensorArgument(
                "targets",
                (1, 2),
                kind="class_index",
                differentiable=False,
                shape=lambda size: (_LABELS,),  # noqa: ARG005
                classes=lambda shapes: range(shapes["logits"][1]),
                excluded="blank",
                symbol="y",
            ),
        ),
        output_shape=_ctc_shape,
        formula=r"-\ln \sum_{\pi:\, \mathcal{B}(\pi) = y} \prod_t p_{t, \pi_t}, \quad p_t = \mathrm{softmax}(x_t)",
        derivative=r"p_{t, c} - \mathrm{P}(\pi_t = c \mid y)",
        code="F.ctc_loss(logits.log_softmax(-1), targets, [len(logits)], [len(targets)]{options})",
        reference=functional_page("ctc_loss"),
        parameters=(
            Parameter("blank", 0, Interval(low=0.0), choices=(0, 1, 2)),
            Parameter("zero_infinity", default=False, choices=(False, True)),
        ),
        divisor=_count_labels,
        companion=Companion("softmax", lambda logits, **_: logits.softmax(-1)),
        sizes=(3, 4),
        size=3,
        advanced=True,
        dtypes=FULL_PRECISION,
        calls=lambda _: 3.0,
    ),
)
