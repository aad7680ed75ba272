"""What the clipping did, by the norm that PyTorch worked out itself, and where in the step it stood."""

from collections.abc import Iterator

import numpy as np

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.clipping import exactly_clipped
from gradlab.compute.scaling.exact import Exact
from gradlab.compute.scaling.finding import Finding, grouped, whole
from gradlab.compute.scaling.passage import name_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.rounding import FINE, fate, off_by, severity_of
from gradlab.compute.scaling.stage import stage_of
from gradlab.compute.scaling.training_loop import StepTaken

_OTHERWISE = 2.0**-10  # relatively: clipping elsewhere would have given another gradient


def clip_stage(pipeline: Pipeline, exact: Exact, taken: StepTaken, before: np.ndarray) -> Iterator[Stage]:
    """The clipping; of several, the last."""
    if pipeline.clip == "off":
        return
    after = as_array(taken.gradients["clip"])
    dtype = name_of(taken.before.dtype)
    if taken.failed == "clip":
        yield stage_of(pipeline, "clip", before, after, [whole("refused", after, "damage")], error=taken.error)
        return
    findings = [*_clipped(pipeline, taken, before, after, dtype), *_misplaced(pipeline, exact, taken, before, after)]
    yield stage_of(pipeline, "clip", before, after, findings, formats=(dtype,))


def _clipped(
    pipeline: Pipeline, taken: StepTaken, before: np.ndarray, after: np.ndarray, dtype: str
) -> tuple[Finding, ...]:
    """What it did to each element: by its norm to all of them, by their values to each for itself."""
    wanted = exactly_clipped(pipeline, before)
    off = off_by(wanted, after)
    norm = taken.norms[-1] if taken.norms else float("nan")
    numbers = zip(before.tolist(), wanted.tolist(), after.tolist(), off.tolist(), strict=True)
    all_finite = bool(np.isfinite(before).all())
    verdicts = [
        _by_value(*of_element, dtype)
        if pipeline.clip == "value"
        else _by_norm(pipeline.clip_at, norm, all_finite, *of_element, dtype)
        for of_element in numbers
    ]

    def found(verdict: tuple[str, str], elements: tuple[int, ...]) -> Finding:
        """What is to be said of the elements that share a verdict."""
        (kind, severity), chosen = verdict, list(elements)
        values = {"norm": norm, "limit": pipeline.clip_at, "dtype": dtype, "before": before[chosen]}
        values |= {"after": after[chosen], "wanted": wanted[chosen], "off": float(np.max(off[chosen]))}
        return Finding(kind, severity, elements, values | {"true_norm": float(np.linalg.norm(before))})

    return grouped(verdicts, found)


def _by_norm(
    limit: float, norm: float, all_finite: bool, before: float, wanted: float, after: float, off: float, dtype: str
) -> tuple[str, str]:
    if not all_finite:
        return "not_finite", "fine"
    if not np.isfinite(norm):
        return "norm_overflow", "damage"
    if before == after:
        return ("within" if norm <= limit else "at_limit"), "fine"
    return _rounded(severity_of(off, dtype), "clipped", wanted, after, dtype)


def _by_value(before: float, wanted: float, after: float, off: float, dtype: str) -> tuple[str, str]:
    if np.isnan(before):
        return "stays_nan", "fine"
    if np.isinf(before):
        return "inf_hidden", "damage"
    if before == after:
        return "value_within", "fine"
    return _rounded(severity_of(off, dtype), "value_clipped", wanted, after, dtype)


def _rounded(severity: str, kind: str, wanted: float, after: float, dtype: str) -> tuple[str, str]:
    """The kind of an element that was clipped; in a narrow format rounded, too, or worse."""
    if severity == "damage":
        happened = fate(wanted, after, dtype)
        return "digits" if happened in ("subnormal", "held") else happened, severity
    return (kind if severity == "fine" else f"{kind}_rounded"), severity


def _misplaced(
    pipeline: Pipeline, exact: Exact, taken: StepTaken, before: np.ndarray, after: np.ndarray
) -> Iterator[Finding]:
    """Whether it stood where it clips something else than the gradient: what is still scaled, or parts of it."""
    scaled = pipeline.scaler and taken.scale != 1.0 and (pipeline.clips_parts or pipeline.unscale != "unscale_")
    norms = np.array(taken.norms or [float(np.linalg.norm(before))])
    values = {"norm": norms[-1], "norms": norms, "scale": taken.scale, "limit": pipeline.clip_at}
    if scaled and pipeline.unscale != "twice" and np.isfinite(before).all():
        once = exactly_clipped(pipeline, before / taken.scale) * taken.scale
        if _differs(once, after):
            yield whole("clipped_scaled", after, "damage", **values)
    if pipeline.clips_parts and np.isfinite(before).all():
        once = exactly_clipped(pipeline, exact.left) * (taken.scale if scaled else 1.0)
        if not scaled and _differs(once, after):
            kind = "clipped_parts" if taken.norms else "clipped_parts_values"
            yield whole(kind, after, "damage", **values, parts=len(taken.sums), once=once)


def _differs(wanted: np.ndarray, got: np.ndarray) -> bool:
    return bool((off_by(wanted, got) > max(_OTHERWISE, FINE)).any())
