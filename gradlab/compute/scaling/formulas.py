"""What each stage of a pipeline computes, as LaTeX."""

import re
from collections.abc import Callable

from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline

_ROUNDED = r"\operatorname{fl}"


def formula_of(pipeline: Pipeline, key: str) -> str:
    """The formula of one stage of the receipt, the right-hand side.

    ℓ: the loss of all samples, ℓᵢ of one; g: the gradients of the samples; G: what came into the stage, `G_j` from a
    micro-batch of `n_j` of N samples; m: how many earlier passes are left; S: the loss scale; c: the limit of the
    clipping; η, λ, μ, α, ε: learning rate, weight decay, and what the optimizer calls so; fl: rounded to the format.
    """
    formula = _FORMULAS[key]
    return formula if isinstance(formula, str) else formula(pipeline)


def _reduction(pipeline: Pipeline) -> str:
    return r"\sum_i g_i" if pipeline.reduction == "sum" else r"\frac{1}{N}\sum_i g_i"


def _accumulation(pipeline: Pipeline) -> str:
    return {
        "none": r"\sum_j G_j",
        "count": r"\frac{1}{k}\sum_j G_j",
        "size": r"\sum_j \frac{n_j}{N} G_j",
    }[pipeline.division]


def _backward(pipeline: Pipeline) -> str:
    return rf"{_ROUNDED}(S\,G)" if pipeline.scaler else rf"{_ROUNDED}(G)"


def _clip(pipeline: Pipeline) -> str:
    if pipeline.clip == "norm":
        return r"G \min(1, \frac{c}{\lVert G\rVert_2 + 10^{-6}})"
    return r"\max(-c, \min(c, G))"


def _step(pipeline: Pipeline) -> str:
    """The optimizer's first step. Weight decay is part of the gradient, or beside it."""
    entry = OPTIMIZERS[pipeline.optimizer]
    undecayed = re.sub(r"\bg\b", "G", entry.formula)
    if not pipeline.weight_decay:
        return undecayed
    if entry.decouples_decay:
        return rf"{undecayed} - \eta \lambda w"
    return rf"{entry.formula}, \quad g = G + \lambda w"


_FORMULAS: dict[str, str | Callable[[Pipeline], str]] = {
    "per_sample": r"\frac{\partial \ell_i}{\partial w}",
    "reduction": _reduction,
    "gradient": r"\frac{\partial \ell}{\partial w}",
    "accumulation": _accumulation,
    "zero_grad": r"(m + 1)\,G",
    "backward": _backward,
    "unscale": rf"{_ROUNDED}(\frac{{1}}{{S}} G)",
    "clip": _clip,
    "step": _step,
    "write_back": rf"{_ROUNDED}(w + \Delta w)",
    "scale_update": r"S \cdot \{\tfrac{1}{2}, 1, 2\}",
}
