"""The receipt of a pipeline: one real step, read off stage by stage."""

from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt

SCALES = tuple(2.0**exponent for exponent in range(25))
"""The loss scales a slider can take."""


def receipt(pipeline: Pipeline) -> Receipt:
    """Take one step of the pipeline with PyTorch and say what each stage did to the gradient.

    Raises DeviceError where the device is not there. An error of PyTorch's own ends the receipt: it is in the stage.
    """
    raise NotImplementedError


def receipts_over_scales(pipeline: Pipeline) -> tuple[Receipt, ...]:
    """The receipt for every loss scale of `SCALES`, in that order; all with the same stages."""
    raise NotImplementedError
