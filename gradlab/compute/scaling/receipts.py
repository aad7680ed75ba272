"""The receipt of a pipeline: one step, taken for real, stage by stage."""

from collections.abc import Hashable, Sequence

import numpy as np
import torch

from gradlab.compute.device import resolve
from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.exact import Exact, after_backward, exact
from gradlab.compute.scaling.loss_stages import loss_stages
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt
from gradlab.compute.scaling.stage import ratio
from gradlab.compute.scaling.stages import stages_of
from gradlab.compute.scaling.training_loop import StepTaken, TrainingLoop
from gradlab.compute.scaling.weight_stages import AtWeight, at_weight, told_alike

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
    pipelines = [pipeline.at_scale(scale) for scale in scales]
    loops = [TrainingLoop(at, device) for at in pipelines]
    taken = [loop.step(backwards) for loop, backwards in zip(loops, loops[0].backwards(loops), strict=True)]
    wanted = after_backward(pipeline, exactly, [step.scale for step in taken], len(taken[0].sums))
    told = _Told(pipeline, exactly, device)
    return tuple(told.receipt(at, *both) for at, *both in zip(pipelines, taken, wanted, strict=True))


class _Told:
    """What is told of one pipeline. What is the same at several loss scales is told once."""

    def __init__(self, pipeline: Pipeline, exactly: Exact, device: torch.device) -> None:
        self._exactly, self._device = exactly, str(device)
        self._plain = -pipeline.learning_rate * exactly.gradient
        self._expected = ratio(exactly.step, self._plain)
        self._at_loss = tuple(loss_stages(pipeline, exactly))
        self._at_weight: dict[Hashable, AtWeight] = {}

    def receipt(self, pipeline: Pipeline, taken: StepTaken, wanted: np.ndarray) -> Receipt:
        """The receipt at one loss scale. wanted: what `.grad` should be after `backward()`."""
        alike = told_alike(pipeline, taken)
        if alike not in self._at_weight:
            self._at_weight[alike] = at_weight(pipeline, taken)
        weight = self._at_weight[alike]
        return Receipt(
            stages=stages_of(pipeline, self._exactly, taken, wanted, self._at_loss, weight.stages),
            gradient=self._exactly.gradient,
            step=weight.step,
            moved=weight.moved,
            ratio=ratio(weight.moved, self._plain),
            expected=self._expected,
            weight=as_array(taken.after),
            scale=taken.scale,
            device=self._device,
        )
