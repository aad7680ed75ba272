"""gradlab's compute module: what a gradient is, as numbers. `from gradlab import Experiment, unscaled_gradient`.

And `from gradlab import live_page`: an experiment as a live chart, in a notebook or in a file.
"""

from typing import Any

from gradlab.compute.autograd_graph import AutogradGraph, autograd_graph, autograd_graphs
from gradlab.compute.descent import Step, descent_step
from gradlab.compute.device import DeviceError, available_devices
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.gradient import Gradient, unscaled_gradient
from gradlab.compute.losses import LOSSES
from gradlab.compute.secant import Secants, secants
from gradlab.compute.slopes import Slopes, Verdict, slopes
from gradlab.compute.surface import Surface, surface
from gradlab.compute.sweep import Sweep, sweep

__all__ = [
    "LOSSES",
    "AutogradGraph",
    "DeviceError",
    "Experiment",
    "ExperimentError",
    "Gradient",
    "Secants",
    "Slopes",
    "Step",
    "Surface",
    "Sweep",
    "Verdict",
    "autograd_graph",
    "autograd_graphs",
    "available_devices",
    "descent_step",
    "secants",
    "slopes",
    "surface",
    "sweep",
    "unscaled_gradient",
]


def __getattr__(name: str) -> Any:
    """`live_page`, once it is asked for: it needs the page's own rooms, which the numbers do not."""
    if name != "live_page":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gradlab.ui.live_page.live_page import live_page

    return live_page
