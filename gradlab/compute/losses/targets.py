"""Targets that are class indices: each counts with the weight of its class, and some may be ignored."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Interval, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import Divisor, reduce_rows
from gradlab.compute.losses.shapes import no_axis

CLASS = TensorArgument("target", (0, 1), kind="class_index", differentiable=False, shape=no_axis, symbol="y")
IGNORABLE_CLASS = replace(CLASS, ignored="ignore_index")
IGNORE_INDEX = Parameter("ignore_index", -100, choices=(-100, 0, 1))
LABEL_SMOOTHING = Parameter("label_smoothing", 0.0, Interval(0.0, 1.0), Slider(0.0, 1.0, 0.05), symbol=r"\varepsilon")


def counted(ignore_index: int) -> str:
    """The factor in a formula that is 0 for a target that is ignored."""
    return "" if ignore_index == IGNORE_INDEX.default else rf"[y \ne {ignore_index}]\,"


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


def cross_entropy_rows(
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


def count_targets(tensors: Mapping[str, Tensor], parameters: Mapping[str, Any], reduction: str) -> Divisor:  # noqa: ARG001
    """The weights of the targets' classes added up, or the targets counted; without those that are ignored."""
    target, weight = tensors["target"], tensors.get("weight")
    kept = target[target != parameters["ignore_index"]]
    return Divisor("targets", kept.numel()) if weight is None else Divisor("target_weights", weight[kept].sum().item())


def nll_rows(input: Tensor, target: Tensor, reduction: str, ignore_index: int, weight: Tensor | None = None) -> Tensor:
    """The rows of the negative log-likelihood: log-probabilities in the shapes of cross-entropy's logits."""
    losses = F.nll_loss(input.flatten(0, -2), target.flatten(), reduction="none", ignore_index=ignore_index)
    weights = _weights_of_targets(target, weight, ignore_index, input.dtype)
    losses = losses.view(target.shape)
    return _reduced_classes(losses if weight is None else losses * weights, weights, target == ignore_index, reduction)
