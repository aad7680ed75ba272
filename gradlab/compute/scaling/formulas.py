"""What each stage of a pipeline computes, as LaTeX."""

import re
from collections.abc import Callable

from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline

_ROUNDED = r"\operatorname{fl}"

SYMBOLS = {
    "loss": r"\\ell(?!_)",
    "sample_loss": r"\\ell_i",
    "weight": r"(?<!\\Delta )\bw\b",
    "sample_gradient": r"g_i",
    "decayed": r"\bg\b(?!_)",
    "gradient": r"G(?!_)",
    "part": r"G_j",
    "part_size": r"n_j",
    "samples": r"\bN\b",
    "parts": r"(?<![a-z])k(?![a-z])",
    "passes": r"(?<![a-z])m(?![a-z])",
    "scale": r"(?<![a-zA-Z])S(?![a-z])",
    "limit": r"(?<![a-z])c(?![a-z])",
    "rate": r"\\eta",
    "decay": r"\\lambda",
    "momentum": r"\\mu",
    "smoothing": r"\\alpha",
    "eps": r"\\epsilon",
    "step": r"\\Delta w",
    "rounded": r"operatorname\{fl\}",
}
"""What the letters of the formulas are called in the words, and how each is found in LaTeX."""


def symbols_in(formulas: str) -> list[str]:
    """Which symbols these formulas use, by their names in `SYMBOLS`."""
    return [name for name, pattern in SYMBOLS.items() if re.search(pattern, formulas)]


def formula_of(pipeline: Pipeline, key: str) -> str:
    """The formula of one stage of the receipt, the right-hand side.

    What its letters mean: `SYMBOLS`.
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
