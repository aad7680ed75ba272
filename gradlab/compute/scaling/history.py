"""Many steps of a pipeline in a row, as a training loop takes them."""

from collections.abc import Iterable

import numpy as np
from torch import Tensor

from gradlab.compute.device import resolve
from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.pipeline import Pipeline, PipelineError
from gradlab.compute.scaling.receipt import History
from gradlab.compute.scaling.training_loop import TrainingLoop

MOST_STEPS = 1000


def history(pipeline: Pipeline, *, steps: int = 50) -> History:
    """Take that many steps, from 1 to 1000, with one optimizer and one scaler.

    Raises PipelineError for another number of steps, DeviceError where the device is not there.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise PipelineError(f"expected from 1 to {MOST_STEPS} steps, got {steps!r}")
    device = resolve(pipeline.device)
    loop = TrainingLoop(pipeline, device)
    weights, taken, error = [loop.weight], [], ""
    while len(taken) < steps and not error:
        step = loop.step()
        error = step.error
        if not error:
            taken.append(step)
            weights.append(step.after)
    return History(
        scales=np.array([step.scale for step in taken]),
        next_scale=loop.scale,
        skipped=np.array([step.skipped for step in taken], dtype=bool),
        backward=_rows(pipeline, (step.gradients["backward"] for step in taken)),
        gradients=_rows(pipeline, (step.gradients["step"] for step in taken)),
        weights=_rows(pipeline, weights),
        error=error,
        device=str(device),
    )


def _rows(pipeline: Pipeline, vectors: Iterable[Tensor]) -> np.ndarray:
    """Vectors `[elements]` as the rows of an array, which may have none."""
    return np.array([as_array(vector) for vector in vectors]).reshape(-1, pipeline.elements)
