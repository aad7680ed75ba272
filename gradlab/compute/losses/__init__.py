"""The catalogue: every loss gradlab knows, by name, in the order a course meets them. All else reads `LOSSES`."""

from gradlab.compute.losses.activations import ACTIVATIONS
from gradlab.compute.losses.advanced import ADVANCED
from gradlab.compute.losses.binary import BINARY
from gradlab.compute.losses.classification import CLASSIFICATION
from gradlab.compute.losses.distances import DISTANCE_LOSSES
from gradlab.compute.losses.distributions import DISTRIBUTIONS
from gradlab.compute.losses.elementary import ELEMENTARY
from gradlab.compute.losses.loss import Interval, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.margins import MARGINS
from gradlab.compute.losses.models import MODELS
from gradlab.compute.losses.own import OWN
from gradlab.compute.losses.regression import REGRESSION

ENTRIES = (
    *ELEMENTARY,
    *ACTIVATIONS,
    *REGRESSION,
    *MODELS,
    *BINARY,
    *CLASSIFICATION,
    *ADVANCED,
    *DISTRIBUTIONS,
    *MARGINS,
    *DISTANCE_LOSSES,
    *OWN,
)
LOSSES: dict[str, Loss] = {loss.name: loss for loss in ENTRIES}
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(loss.family for loss in LOSSES.values()))

__all__ = ["FAMILIES", "LOSSES", "Interval", "Loss", "Parameter", "Slider", "TensorArgument"]
