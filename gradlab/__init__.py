"""gradlab's compute module: what a gradient is, as numbers. `from gradlab import Experiment, unscaled_gradient`."""

from gradlab.compute.device import DeviceError, available_devices
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.gradient import Gradient, unscaled_gradient
from gradlab.compute.losses import LOSSES
from gradlab.compute.secant import Secants, secants
from gradlab.compute.slopes import Slopes, slopes
from gradlab.compute.sweep import Sweep, sweep

__all__ = [
    "LOSSES",
    "DeviceError",
    "Experiment",
    "ExperimentError",
    "Gradient",
    "Secants",
    "Slopes",
    "Sweep",
    "available_devices",
    "secants",
    "slopes",
    "sweep",
    "unscaled_gradient",
]
