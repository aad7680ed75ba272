"""Many steps of a pipeline in a row, as a training loop takes them."""

import numpy as np
import torch

from gradlab.compute.device import resolve
from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import History
from gradlab.compute.scaling.training_loop import StepTaken, TrainingLoop


def history(pipeline: Pipeline, *, steps: int = 50) -> History:
    """Take that many steps with one optimizer and one scaler. Raises DeviceError where the device is not there."""
    device = resolve(pipeline.device)
    loop, taken, error = TrainingLoop(pipeline, device), [], ""
    for _ in range(steps):
        step = loop.step()
        if step.error:
            error = step.error
            break
        taken.append(step)
    return _history(pipeline, taken, error, str(device))


def _history(pipeline: Pipeline, taken: list[StepTaken], error: str, device: str) -> History:
    start = torch.tensor(pipeline.weight, dtype=getattr(torch, pipeline.weight_dtype))
    nothing = np.empty((0, pipeline.elements))
    return History(
        scales=np.array([step.scale for step in taken]),
        next_scale=taken[-1].next_scale if taken else pipeline.scale if pipeline.scaler else 1.0,
        skipped=np.array([step.skipped for step in taken], dtype=bool),
        backward=np.stack([as_array(step.gradients["backward"]) for step in taken]) if taken else nothing,
        gradients=np.stack([as_array(step.gradients["step"]) for step in taken]) if taken else nothing,
        weights=np.stack([as_array(start), *(as_array(step.after) for step in taken)]),
        error=error,
        device=device,
    )
