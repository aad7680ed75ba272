"""The receipt of a pipeline: one step, taken for real, stage by stage."""

from dataclasses import replace

import torch

from gradlab.compute.device import resolve
from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.exact import Exact, exact
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt
from gradlab.compute.scaling.stage import ratio
from gradlab.compute.scaling.stages import stages_of
from gradlab.compute.scaling.training_loop import TrainingLoop
from gradlab.compute.scaling.weight_stages import step_taken

SCALES = tuple(2.0**exponent for exponent in range(25))
"""The loss scales a slider can take."""


def receipt(pipeline: Pipeline) -> Receipt:
    """Take one step of the pipeline with PyTorch and say what each stage did to the gradient.

    Raises DeviceError where the device is not there. An error of PyTorch's own ends the receipt: it is in the stage.
    """
    device = resolve(pipeline.device)
    return _receipt(pipeline, exact(pipeline, device), device)


def receipts_over_scales(pipeline: Pipeline) -> tuple[Receipt, ...]:
    """The receipt for every loss scale of `SCALES`, in that order. Without a scaler they are all the same."""
    device = resolve(pipeline.device)
    exactly = exact(pipeline, device)
    if not pipeline.scaler:
        return (_receipt(pipeline, exactly, device),) * len(SCALES)
    return tuple(_receipt(replace(pipeline, scale=scale), exactly, device) for scale in SCALES)


def _receipt(pipeline: Pipeline, exactly: Exact, device: torch.device) -> Receipt:
    taken = TrainingLoop(pipeline, device).step()
    step = step_taken(pipeline, taken)
    moved = as_array(taken.after) - as_array(taken.before)
    plain = -pipeline.learning_rate * exactly.gradient
    return Receipt(
        stages=stages_of(pipeline, exactly, taken, step),
        gradient=exactly.gradient,
        step=step,
        moved=moved,
        ratio=ratio(moved, plain),
        expected=ratio(exactly.step, plain),
        weight=as_array(taken.after),
        scale=taken.scale,
        device=str(device),
    )
