"""The stages of one step: what each did to the gradient, read off the exact side and the real one."""

from collections.abc import Iterator

import numpy as np
import torch

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.clipping import clipped
from gradlab.compute.scaling.damage import GRADIENT_TOLERANCE, differs, rounding_damage, write_back_damage
from gradlab.compute.scaling.exact import Exact
from gradlab.compute.scaling.formulas import formula_of
from gradlab.compute.scaling.lines import line_of
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.training_loop import StepTaken


def stages_of(pipeline: Pipeline, exact: Exact, taken: StepTaken, step: np.ndarray) -> tuple[Stage, ...]:
    """Every stage that is on, up to the one in which PyTorch raised. step: Δw as the optimizer computed it."""
    stages = []
    for stage in _in_order(pipeline, exact, taken, step):
        stages.append(stage)
        if stage.error:
            break
    return tuple(stages)


def ratio(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """One ÷ the other for each element; inf or nan where the other is 0."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return numbers / others + 0.0  # -0 is written 0


def _in_order(pipeline: Pipeline, exact: Exact, taken: StepTaken, step: np.ndarray) -> Iterator[Stage]:
    yield from _loss_stages(pipeline, exact)
    yield from _backward_stage(pipeline, exact, taken)
    clip_first = pipeline.unscale in ("in_step", "forgotten")
    stages = (_clip_stage, _unscale_stage) if clip_first else (_unscale_stage, _clip_stage)
    gradient = as_array(taken.gradients["backward"])
    for stage_of in stages:
        for stage in stage_of(pipeline, taken, gradient):
            yield stage
            gradient = stage.after
    yield from _weight_stages(pipeline, taken, step)


def _loss_stages(pipeline: Pipeline, exact: Exact) -> Iterator[Stage]:
    """What the chosen loss, and how it is accumulated, make of the gradients of the samples."""
    if pipeline.samples > 1:
        share = 1.0 if pipeline.reduction == "sum" else 1.0 / pipeline.samples
        yield _stage(pipeline, "per_sample", exact.per_sample, exact.per_sample)
        yield _stage(pipeline, "reduction", exact.per_sample, exact.gradient, factor=np.full(pipeline.elements, share))
    else:
        yield _stage(pipeline, "gradient", exact.gradient, exact.gradient)
    if len(pipeline.micro_batches) > 1:
        wrong = "undivided" if pipeline.division == "none" else "misweighted"
        damage = wrong if differs(exact.gradient, exact.accumulated, GRADIENT_TOLERANCE) else None
        yield _stage(pipeline, "accumulation", exact.gradient, exact.accumulated, damage)
    if pipeline.stale_backwards:
        damage = "stale" if differs(exact.accumulated, exact.left, GRADIENT_TOLERANCE) else None
        yield _stage(pipeline, "zero_grad", exact.accumulated, exact.left, damage)


def _backward_stage(pipeline: Pipeline, exact: Exact, taken: StepTaken) -> Iterator[Stage]:
    after = as_array(taken.gradients["backward"])
    damage = rounding_damage(exact.left * taken.scale, after)
    is_on = pipeline.scaler or pipeline.autocast != "off" or pipeline.weight_dtype != "float32"
    if is_on or damage:
        yield _stage(pipeline, "backward", exact.left, after, damage)


def _unscale_stage(pipeline: Pipeline, taken: StepTaken, before: np.ndarray) -> Iterator[Stage]:
    if not pipeline.scaler or pipeline.unscale == "forgotten":
        return
    after = as_array(taken.gradients["unscale" if "unscale" in taken.gradients else "step"])
    damage = rounding_damage(before / taken.scale, after)
    yield _stage(pipeline, "unscale", before, after, damage, _error(taken, "unscale"))


def _clip_stage(pipeline: Pipeline, taken: StepTaken, before: np.ndarray) -> Iterator[Stage]:
    if pipeline.clip == "off":
        return
    after = as_array(taken.gradients["clip"])
    is_scaled = pipeline.scaler and pipeline.unscale in ("in_step", "forgotten")
    damage = "clipped_scaled" if is_scaled and _clipped_otherwise(pipeline, taken.scale, before, after) else None
    yield _stage(pipeline, "clip", before, after, damage, _error(taken, "clip"))


def _clipped_otherwise(pipeline: Pipeline, scale: float, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether clipping the scaled gradient is anything but scaling the clipped one."""
    if not np.isfinite(before).all():
        return bool(np.isfinite(after).all())  # the clipping has hidden an overflow from the scaler
    right = as_array(clipped(pipeline, torch.tensor(before / scale))) * scale
    return differs(right, after, GRADIENT_TOLERANCE)


def _weight_stages(pipeline: Pipeline, taken: StepTaken, step: np.ndarray) -> Iterator[Stage]:
    never_unscaled = pipeline.scaler and pipeline.unscale == "forgotten" and taken.scale != 1.0
    damage = "skipped" if taken.skipped else "scaled_step" if never_unscaled else None
    given = as_array(taken.gradients["step"])
    yield _stage(pipeline, "step", given, step, damage, _error(taken, "step"))
    before, after = as_array(taken.before), as_array(taken.after)
    damage = write_back_damage(step, before, after)
    yield _stage(pipeline, "write_back", before, after, damage, factor=ratio(after - before, step))
    if pipeline.scaler and pipeline.unscale != "forgotten":
        yield _stage(pipeline, "scale_update", np.array([taken.scale]), np.array([taken.next_scale]))


def _error(taken: StepTaken, key: str) -> str:
    return taken.error if taken.failed == key else ""


def _stage(
    pipeline: Pipeline,
    key: str,
    before: np.ndarray,
    after: np.ndarray,
    damage: str | None = None,
    error: str = "",
    *,
    factor: np.ndarray | None = None,
) -> Stage:
    return Stage(
        key=key,
        before=before,
        after=after,
        factor=ratio(after, before) if factor is None else factor,
        formula=formula_of(pipeline, key),
        code=line_of(pipeline, key),
        damage="refused" if error else damage,
        error=error,
    )
