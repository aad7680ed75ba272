"""How a stage of the receipt is made of what came, what left, and what was found."""

from collections.abc import Sequence

import numpy as np

from gradlab.compute.scaling.finding import Finding
from gradlab.compute.scaling.formulas import formula_of
from gradlab.compute.scaling.lines import line_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage


def stage_of(
    pipeline: Pipeline,
    key: str,
    before: np.ndarray,
    after: np.ndarray,
    findings: Sequence[Finding],
    *,
    factor: np.ndarray | None = None,
    formats: tuple[str, ...] = (),
    error: str = "",
    calls: int = 1,
) -> Stage:
    """One stage, with its formula and its line of PyTorch."""
    return Stage(
        key=key,
        before=before,
        after=after,
        factor=ratio(after, before) if factor is None else factor,
        formula=formula_of(pipeline, key),
        code=line_of(pipeline, key),
        findings=tuple(findings),
        formats=formats,
        error=error,
        calls=calls,
    )


def ratio(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """One ÷ the other for each element; inf or nan where the other is 0."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return numbers / others + 0.0  # -0 is written 0
