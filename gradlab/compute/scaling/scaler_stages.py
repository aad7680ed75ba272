"""What the scaler does besides multiplying the loss: it divides the gradient again, and chooses the next scale."""

from collections.abc import Iterator

import numpy as np

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.finding import Finding, grouped, whole
from gradlab.compute.scaling.passage import name_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.rounding import fate, off_by, severity_of
from gradlab.compute.scaling.stage import stage_of
from gradlab.compute.scaling.training_loop import StepTaken

_KINDS = {"subnormal": "digits", "held": "digits", "zero": "zero_result"}
_REFUSALS = {"already been called": "refused_twice", "FP16 gradients": "refused_float16"}
"""What PyTorch's words tell apart."""


def unscale_stage(pipeline: Pipeline, taken: StepTaken, before: np.ndarray) -> Iterator[Stage]:
    """`unscale_`, wherever it is called."""
    if not pipeline.scaler or pipeline.unscale == "forgotten":
        return
    after = as_array(taken.gradients["unscale" if "unscale" in taken.gradients else "step"])
    if taken.failed == "unscale":
        kind = next((kind for words, kind in _REFUSALS.items() if words in taken.error), "refused")
        refused = whole(kind, after, "damage", scale=taken.scale)
        calls = max(taken.unscalings, 1)  # scaler.step calls it by itself
        yield stage_of(pipeline, "unscale", before, after, [refused], error=taken.error, calls=calls)
        return
    dtype = name_of(taken.before.dtype)
    findings = _unscaled(pipeline, taken, before, after, dtype)
    yield stage_of(pipeline, "unscale", before, after, findings, formats=(dtype,))


def _unscaled(
    pipeline: Pipeline, taken: StepTaken, before: np.ndarray, after: np.ndarray, dtype: str
) -> tuple[Finding, ...]:
    wanted = before / taken.scale
    off = off_by(wanted, after)

    def found(verdict: tuple[str, str], elements: tuple[int, ...]) -> Finding:
        """What is to be said of the elements that share a verdict."""
        (kind, severity), chosen = verdict, list(elements)
        values = {"scale": taken.scale, "dtype": dtype, "wanted": wanted[chosen], "after": after[chosen]}
        return Finding(kind, severity, elements, values | {"off": float(np.max(off[chosen]))})

    held = "in_step" if pipeline.unscale == "in_step" and pipeline.clip != "off" else "plain"
    return grouped([_verdict(*numbers, dtype, held) for numbers in zip(before, wanted, after, off, strict=True)], found)


def _verdict(before: float, wanted: float, after: float, off: float, dtype: str, held: str) -> tuple[str, str]:
    if not np.isfinite(before):
        return "not_finite", "fine"
    if before == 0:
        return "zero", "fine"
    severity = severity_of(off, dtype)
    if severity == "damage":
        happened = fate(wanted, after, dtype)
        return _KINDS.get(happened, happened), severity
    return held if severity == "fine" else "rounded", severity


def scale_update_stage(pipeline: Pipeline, taken: StepTaken) -> Iterator[Stage]:
    """`scaler.update()`."""
    if not pipeline.scaler or pipeline.unscale == "forgotten":
        return
    before, after = np.array([taken.scale]), np.array([taken.next_scale])
    kind = "halved" if after < before else "doubled" if after > before else "same"
    found = whole(kind, after, interval=pipeline.growth_interval)
    yield stage_of(pipeline, "scale_update", before, after, [found])
