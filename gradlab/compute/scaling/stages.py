"""The stages of one step: what each did to the gradient, read off the exact side and the real one."""

from collections.abc import Iterator, Sequence

import numpy as np

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.backward_stage import backward_stage
from gradlab.compute.scaling.clip_stage import clip_stage
from gradlab.compute.scaling.exact import Exact
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.scaler_stages import scale_update_stage, unscale_stage
from gradlab.compute.scaling.training_loop import StepTaken


def stages_of(
    pipeline: Pipeline,
    exact: Exact,
    taken: StepTaken,
    wanted: np.ndarray,
    first: Sequence[Stage],
    last: Sequence[Stage],
) -> tuple[Stage, ...]:
    """Every stage that is on, up to the one in which PyTorch raised.

    wanted: what `.grad` should be after `backward()`. first: the stages before that, of the loss. last: those of the
    weight.
    """
    stages = []
    for stage in (
        *first,
        *_gradient_stages(pipeline, exact, taken, wanted),
        *last,
        *scale_update_stage(pipeline, taken),
    ):
        stages.append(stage)
        if stage.error:
            break
    return tuple(stages)


def _gradient_stages(pipeline: Pipeline, exact: Exact, taken: StepTaken, wanted: np.ndarray) -> Iterator[Stage]:
    """From `backward()` to what the optimizer is given."""
    yield from backward_stage(pipeline, exact, taken, wanted)
    gradient = as_array(taken.gradients["backward"])
    for key in ("clip", "unscale") if clips_first(pipeline) else ("unscale", "clip"):
        made = (
            unscale_stage(pipeline, taken, gradient)
            if key == "unscale"
            else clip_stage(pipeline, exact, taken, gradient)
        )
        for stage in made:
            yield stage
            gradient = stage.after
            if stage.error:
                return


def clips_first(pipeline: Pipeline) -> bool:
    """Whether it clips before it unscales."""
    return pipeline.clips_parts or pipeline.unscale in ("in_step", "forgotten")
