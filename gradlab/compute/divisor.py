"""What the mean divides by: the 1/N that stands in every gradient of a mean."""

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import leaf
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.reduction import Divisor


def divisor(experiment: Experiment) -> Divisor | None:
    """What the sum of the unreduced losses is divided by, and what it counts; None for `"sum"` and `"none"`.

    The loss times this number is the sum of the unreduced losses. It may be 0, where all targets are ignored.
    Raises DeviceError where the device is not there.
    """
    if experiment.reduction in ("sum", "none"):
        return None
    device = resolve(experiment.device)
    loss = LOSSES[experiment.loss]
    there = dict(experiment.tensors)
    tensors = {a.name: leaf(experiment, a.name, device).detach() for a in loss.tensors if a.name in there}
    return loss.divisor(tensors, dict(experiment.parameters), experiment.reduction)
