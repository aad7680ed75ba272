"""The receipt of a pipeline: one step, taken for real, stage by stage."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from gradlab.compute.device import resolve
from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.exact import Exact, after_backward, exact
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt
from gradlab.compute.scaling.stage import ratio
from gradlab.compute.scaling.stages import stages_of
from gradlab.compute.scaling.training_loop import StepTaken, TrainingLoop
from gradlab.compute.scaling.weight_stages import step_taken

SCALES = tuple(2.0**exponent for exponent in range(25))
"""The loss scales a slider can take."""


def receipt(pipeline: Pipeline) -> Receipt:
    """Take one step of the pipeline with PyTorch and say what each stage did to the gradient.

    Raises DeviceError where the device is not there. An error of PyTorch's own ends the receipt: it is in the stage.
    """
    device = resolve(pipeline.device)
    (only,) = _receipts(pipeline, [pipeline.scale], exact(pipeline, device), device)
    return only


def receipts_over_scales(pipeline: Pipeline) -> tuple[Receipt, ...]:
    """The receipt for every loss scale of `SCALES`, in that order. Without a scaler they are all the same."""
    device = resolve(pipeline.device)
    scales = SCALES if pipeline.scaler else SCALES[:1]
    receipts = _receipts(pipeline, scales, exact(pipeline, device), device)
    return receipts if pipeline.scaler else receipts * len(SCALES)


def _receipts(pipeline: Pipeline, scales: Sequence[float], exactly: Exact, device: torch.device) -> tuple[Receipt, ...]:
    """The receipt for each of these scales: what runs before a scale comes in is run once for all of them."""
    pipelines = [replace(pipeline, scale=scale) for scale in scales]
    loops = [TrainingLoop(at, device) for at in pipelines]
    taken = [loop.step(backwards) for loop, backwards in zip(loops, loops[0].backwards(loops), strict=True)]
    wanted = after_backward(pipeline, exactly, [step.scale for step in taken], len(taken[0].sums))
    return tuple(_receipt(at, exactly, *both, device) for at, *both in zip(pipelines, taken, wanted, strict=True))


def _receipt(pipeline: Pipeline, exactly: Exact, taken: StepTaken, wanted: np.ndarray, device: torch.device) -> Receipt:
    """wanted: what `.grad` should be after `backward()`."""
    step = step_taken(pipeline, taken)
    moved = as_array(taken.after) - as_array(taken.before)
    plain = -pipeline.learning_rate * exactly.gradient
    return Receipt(
        stages=stages_of(pipeline, exactly, taken, wanted, step),
        gradient=exactly.gradient,
        step=step,
        moved=moved,
        ratio=ratio(moved, plain),
        expected=ratio(exactly.step, plain),
        weight=as_array(taken.after),
        scale=taken.scale,
        device=str(device),
    )
