"""The optimizer's step, and what of it the weight's format let through."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
import torch

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.exact import optimizer_of, step_of
from gradlab.compute.scaling.finding import Finding, grouped, whole
from gradlab.compute.scaling.float_range import float_range
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.passage import name_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.rounding import fate, off_by
from gradlab.compute.scaling.stage import ratio, stage_of
from gradlab.compute.scaling.training_loop import StepTaken

_MOST = 0.5  # of a step may be rounded away, before it counts as lost
_ARRIVED = 2.0**-10  # relatively: the step has arrived, in the digits that matter
_SETTLED = 0.01  # relatively: the gradient's own size, and nothing else, divides it


@dataclass(frozen=True)
class AtWeight:
    """What became of the gradient that the optimizer was given: Δw, how far the weight went, and the stages of it."""

    step: np.ndarray
    moved: np.ndarray
    stages: tuple[Stage, ...]


def at_weight(pipeline: Pipeline, taken: StepTaken) -> AtWeight:
    """Tell it of a step; of one that PyTorch refused before there are no stages."""
    step = step_taken(pipeline, taken)
    stages: tuple[Stage, ...] = ()
    if taken.failed in ("", "step"):
        stages = step_stage(pipeline, taken, step), write_back_stage(pipeline, taken, step)
    return AtWeight(step, as_array(taken.after) - as_array(taken.before), stages)


def told_alike(pipeline: Pipeline, taken: StepTaken) -> Hashable:
    """Steps of a pipeline at several loss scales for which this is the same have the same `at_weight`.

    Most scales are gone once the gradient is unscaled: the optimizer is given the same bits, and does the same.
    """
    tensors = (taken.gradients.get("step"), taken.after, taken.square)
    bits = tuple(None if tensor is None else as_array(tensor).tobytes() for tensor in tensors)
    scale = taken.scale if pipeline.unscale == "forgotten" else None
    return bits, taken.skipped, taken.failed, taken.error, scale


def step_stage(pipeline: Pipeline, taken: StepTaken, step: np.ndarray) -> Stage:
    """The optimizer's step. step: what its rule makes of the gradient it was given."""
    given = as_array(taken.gradients["step"])
    if taken.failed == "step":
        refused = [whole("refused", step, "damage")]
        return stage_of(pipeline, "step", given, step, refused, error=taken.error)
    if taken.skipped:
        return stage_of(pipeline, "step", given, step, [whole("skipped", step, "damage")])
    findings = [*_scaled(pipeline, taken, step), *_stepped(pipeline, taken, given, step)]
    return stage_of(pipeline, "step", given, step, findings, formats=(name_of(taken.before.dtype),))


def step_taken(pipeline: Pipeline, taken: StepTaken) -> np.ndarray:
    """Δw: by the optimizer's rule in float64, or as PyTorch came by it where its square did not survive its format."""
    if taken.skipped or taken.failed:
        return np.zeros(pipeline.elements)
    step = step_of(pipeline, taken.gradients["step"], taken.before)
    lost = [fate_of is not None for fate_of in _squares(pipeline, taken)]
    return np.where(lost, _own_step(pipeline, taken), step) if any(lost) else step


def write_back_stage(pipeline: Pipeline, taken: StepTaken, step: np.ndarray) -> Stage:
    """What became of the weight."""
    before, after = as_array(taken.before), as_array(taken.after)
    dtype = name_of(taken.before.dtype)
    verdicts = [_write_back(*numbers, dtype) for numbers in zip(step, before, after, strict=True)]
    with np.errstate(invalid="ignore"):
        moved = after - before
    off = off_by(step, moved)

    def found(verdict: tuple[str, str], elements: tuple[int, ...]) -> Finding:
        """What is to be said of the elements that share a verdict."""
        (kind, severity), chosen = verdict, list(elements)
        values = {"weight_dtype": dtype, "step": step[chosen], "before": before[chosen], "after": after[chosen]}
        return Finding(kind, severity, elements, values | {"off": float(np.max(off[chosen]))})

    findings, factor = grouped(verdicts, found), ratio(moved, step)
    return stage_of(pipeline, "write_back", before, after, findings, factor=factor, formats=(dtype,))


def _scaled(pipeline: Pipeline, taken: StepTaken, step: np.ndarray) -> list[Finding]:
    """Whether the optimizer was given a gradient that is still scaled."""
    if pipeline.scaler and pipeline.unscale == "forgotten" and taken.scale != 1.0:
        return [whole("scaled_step", step, "damage", scale=taken.scale)]
    return []


def _stepped(pipeline: Pipeline, taken: StepTaken, given: np.ndarray, step: np.ndarray) -> tuple[Finding, ...]:
    entry, dtype = OPTIMIZERS[pipeline.optimizer], name_of(taken.before.dtype)
    before = as_array(taken.before)
    squares = as_array(taken.square) if taken.square is not None else np.full(len(step), np.nan)
    verdicts = [
        lost or _moved(pipeline, *numbers)
        for lost, numbers in zip(_squares(pipeline, taken), zip(given, before, step, strict=True), strict=True)
    ]

    def found(kind: str, elements: tuple[int, ...]) -> Finding:
        """What is to be said of the elements that share a verdict."""
        chosen = list(elements)
        values = {"optimizer": entry.title, "rate": pipeline.learning_rate, "decay": pipeline.weight_decay}
        values |= {"eps": pipeline.eps, "momentum": entry.options.get("momentum"), "weight_dtype": dtype}
        values |= {"given": given[chosen], "before": before[chosen], "step": step[chosen]}
        values |= {"root_of": squares[chosen], "squared": _squared(pipeline, given, before)[chosen]}
        if pipeline.learning_rate:
            values["times"] = np.abs(_without_decay(pipeline, given, step)[chosen]) / pipeline.learning_rate
        if entry.square:
            values["held_eps"] = torch.tensor(pipeline.eps, dtype=taken.before.dtype).item()
        severity = "damage" if kind.startswith("square_") else "fine"
        return Finding(kind, severity, elements, values)

    return grouped(verdicts, found)


def _moved(pipeline: Pipeline, given: float, before: float, step: float) -> str:
    """What decides the step of one element."""
    entry = OPTIMIZERS[pipeline.optimizer]
    if not np.isfinite(given) or not np.isfinite(step):
        return "not_finite"
    if pipeline.learning_rate == 0:
        return "no_rate"
    if step == 0:
        return "nothing" if given == 0 else "too_small"
    if not entry.square:
        decayed = "decayed" if pipeline.weight_decay and before else "plain"
        return f"{decayed}_nesterov" if entry.options.get("nesterov") else decayed
    return _adaptive(pipeline, given, before, step)


def _adaptive(pipeline: Pipeline, given: float, before: float, step: float) -> str:
    """Whether an optimizer that divides by the gradient's size did so, or its eps was in the way."""
    entry = OPTIMIZERS[pipeline.optimizer]
    if entry.decouples_decay:
        if given == 0:
            return "decay_alone"
        kind = "decoupled_" if pipeline.weight_decay and before else ""
        gradient = given
    else:
        gradient = given + (pipeline.weight_decay * before if pipeline.weight_decay else 0.0)
        kind = "decayed_" if gradient != given else ""
    without_eps = step_of(_without(pipeline), torch.tensor([gradient], dtype=torch.float64), torch.zeros(1))
    own = _without_decay(pipeline, np.array([given]), np.array([step]))
    return kind + ("adaptive" if off_by(without_eps, own)[0] <= _SETTLED else "eps")


def _without(pipeline: Pipeline) -> Pipeline:
    """The same with neither eps nor weight decay."""
    return replace(pipeline, eps=0.0, weight_decay=0.0)


def _without_decay(pipeline: Pipeline, given: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The part of a step that is not a decay beside it: beside a large one, subtracting would leave none of it."""
    if not (OPTIMIZERS[pipeline.optimizer].decouples_decay and pipeline.weight_decay):
        return step
    return step_of(replace(pipeline, weight_decay=0.0), torch.from_numpy(given), torch.zeros(len(given)))


def _squared(pipeline: Pipeline, given: np.ndarray, before: np.ndarray) -> np.ndarray:
    """What an optimizer squares: the gradient, with the decay in it where it is added there."""
    adds_decay = pipeline.weight_decay and not OPTIMIZERS[pipeline.optimizer].decouples_decay
    return given + pipeline.weight_decay * before if adds_decay else given


def _squares(pipeline: Pipeline, taken: StepTaken) -> list[str | None]:
    """For each element, what its format did to the square the optimizer divides by the root of, if it matters."""
    if taken.square is None:
        return [None] * pipeline.elements
    dtype = name_of(taken.square.dtype)
    given = as_array(taken.gradients["step"])
    wanted = _exact_square(pipeline, taken)
    eps = torch.tensor(pipeline.eps, dtype=taken.square.dtype).item()
    return [_square(*numbers, eps, dtype) for numbers in zip(given, wanted, as_array(taken.square), strict=True)]


def _square(given: float, wanted: float, got: float, eps: float, dtype: str) -> str | None:
    if not np.isfinite(given) or not np.isfinite(wanted):
        return None
    if not np.isfinite(got):
        return "square_overflow"
    if got == 0 and eps == 0:
        return "square_0_of_0" if wanted == 0 else "square_0"
    if wanted and fate(wanted, got, dtype) in ("underflow", "zero", "subnormal") and eps < np.sqrt(wanted):
        return "square_digits"
    return None


def _exact_square(pipeline: Pipeline, taken: StepTaken) -> np.ndarray:
    """The same square in float64."""
    moved = taken.before.double().requires_grad_()
    moved.grad = taken.gradients["step"].double()
    optimizer = optimizer_of(pipeline, moved)
    optimizer.step()
    return as_array(optimizer.state[moved][OPTIMIZERS[pipeline.optimizer].square])


def _own_step(pipeline: Pipeline, taken: StepTaken) -> np.ndarray:
    """The step in the weight's own format: that of a weight of 0, which takes it whole."""
    weight, gradient = taken.before, taken.gradients["step"].clone()
    entry = OPTIMIZERS[pipeline.optimizer]
    if pipeline.weight_decay and not entry.decouples_decay:
        gradient = gradient.add(weight, alpha=pipeline.weight_decay)
    moved = torch.zeros_like(weight).requires_grad_()
    moved.grad = gradient
    entry.of(moved, learning_rate=pipeline.learning_rate, weight_decay=0.0, eps=pipeline.eps).step()
    return as_array(moved) - (as_array(weight) * pipeline.learning_rate * pipeline.weight_decay * entry.decouples_decay)


def _write_back(step: float, before: float, after: float, dtype: str) -> tuple[str, str]:
    """What the weight's format did to a step, in one element."""
    if not np.isfinite(before):
        return "was_not_finite", "fine"
    if not np.isfinite(step):
        return "not_finite", "damage"
    if not np.isfinite(after):
        large = abs(before + step) >= float_range(dtype).overflow
        return ("overflow" if large else "broke"), "damage"
    if step == 0:
        return ("same" if after == before else "moved_alone"), "fine"
    if after == before:
        return "swallowed", "damage"
    off = off_by(np.array(step), np.array(after - before)).item()
    if off <= _ARRIVED:
        return "plain", "fine"
    return ("rounded", "rounding") if off <= _MOST else ("digits", "damage")
