"""What `backward()` did in the formats it ran in, told from the record of every number on the way."""

from collections.abc import Iterator, Sequence

import numpy as np

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.exact import Exact
from gradlab.compute.scaling.finding import Finding, grouped, whole
from gradlab.compute.scaling.passage import Passage, name_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.rounding import coarsest, fate, off_by, severity_of
from gradlab.compute.scaling.stage import stage_of
from gradlab.compute.scaling.training_loop import StepTaken

_BROKE = ("overflow", "inf", "nan")
_VANISHED = ("underflow", "zero")


def backward_stage(pipeline: Pipeline, exact: Exact, taken: StepTaken, wanted: np.ndarray) -> Iterator[Stage]:
    """The stage, unless all is in float32 and nothing happened. wanted: what `.grad` should be after it."""
    after = as_array(taken.gradients["backward"])
    formats = formats_of(taken)
    off = off_by(wanted, after)
    severities = [severity_of(part, coarsest(formats)) for part in off.tolist()]
    if formats == ("float32",) and not pipeline.scaler and pipeline.autocast == "off" and "damage" not in severities:
        return
    findings = [*_scaled(pipeline, taken), *_in_formats(pipeline, taken, formats, wanted, after, off, severities)]
    yield stage_of(pipeline, "backward", exact.left, after, findings, formats=formats)


def formats_of(taken: StepTaken) -> tuple[str, ...]:
    """The formats a gradient went through behind the loss, in order: that of the operation, that of the weight."""
    return tuple(dict.fromkeys((taken.ran[0].dtype, name_of(taken.before.dtype))))


def _scaled(pipeline: Pipeline, taken: StepTaken) -> list[Finding]:
    return [whole("scaled", taken.before, scale=taken.scale)] if pipeline.scaler else []


def _in_formats(
    pipeline: Pipeline,
    taken: StepTaken,
    formats: tuple[str, ...],
    wanted: np.ndarray,
    after: np.ndarray,
    off: np.ndarray,
    severities: Sequence[str],
) -> list[Finding]:
    """What the formats did, of one kind for one element and of another for another."""
    passages = taken.passages() if "damage" in severities else []
    verdicts = [
        _verdict(pipeline, passages, element, wanted[element], after[element])
        if severity == "damage"
        else (severity, None)
        for element, severity in enumerate(severities)
    ]

    def found(verdict: tuple[str, tuple | None], elements: tuple[int, ...]) -> Finding:
        """What is to be said of the elements that share a verdict."""
        (kind, at), chosen = verdict, list(elements)
        values = {"after": after[chosen], "wanted_grad": wanted[chosen], "off": float(np.max(off[chosen]))}
        severity = kind if kind in ("fine", "rounding") else "damage"
        if at:
            values |= {"what": at[0], "dtype": at[1], "number": at[2]}
        else:
            values["dtype"] = coarsest(formats)
        return Finding(_named(kind, pipeline, formats), severity, elements, values | _of_autocast(pipeline, taken))

    return list(grouped(verdicts, found))


def _named(kind: str, pipeline: Pipeline, formats: tuple[str, ...]) -> str:
    """The kind of a finding. Where nothing was lost it matters whether autocast computed anything in its format."""
    if kind != "fine":
        return "rounded" if kind == "rounding" else kind
    if pipeline.autocast not in ("off", formats[0]):
        return "unused"
    return "held" if formats != ("float32",) else "float32"


def _of_autocast(pipeline: Pipeline, taken: StepTaken) -> dict[str, str]:
    return {"autocast": pipeline.autocast, "operation": pipeline.operation_code, "ran": taken.ran[0].dtype}


def _verdict(
    pipeline: Pipeline, passages: Sequence[Passage], element: int, wanted: float, after: float
) -> tuple[str, tuple | None]:
    """Why an element is not what it should be: the kind, and the first number to which it happened.

    That is its name, its format and what it was, exactly.
    """
    if not np.isfinite(after):
        return _first(passages, element, _BROKE) or ("broke", None)
    if pipeline.clips_parts:
        _, hidden = _first(passages, element, _BROKE) or ("", None)
        return ("hidden", hidden) if hidden else ("in_parts", None)
    vanished = _first(passages, element, _VANISHED) if after == 0 else None
    small = _first(passages, element, ("subnormal", *_VANISHED))
    return vanished or small or ("cancelled" if wanted else "residue", None)


def _first(passages: Sequence[Passage], element: int, kinds: Sequence[str]) -> tuple[str, tuple] | None:
    for passage in passages:
        for wanted, got in passage.of_element(element):
            if not np.isfinite(wanted):
                continue  # it came broken
            kind = fate(wanted, got, passage.dtype)
            if kind in kinds:
                return kind, (passage.name, passage.dtype, wanted)
    return None
