"""Many steps of a pipeline in a row, as a training loop takes them."""

from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import History


def history(pipeline: Pipeline, *, steps: int = 50) -> History:
    """Take that many steps with one optimizer and one scaler. Raises DeviceError where the device is not there."""
    raise NotImplementedError
