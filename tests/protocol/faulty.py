"""gradlab with a fault in a callback, and without memory for one of its losses: what do its visitors see of it?"""

import runpy
from pathlib import Path

import torch

import gradlab.compute.sweep
import gradlab.ui.explore.chips

HOSTILE = "\x1b[31m\nGET / 200"
TOO_LARGE = "smooth_l1_loss"

row_losses = gradlab.compute.sweep.row_losses


def fails(*given, **named):
    raise ValueError(HOSTILE)


def without_memory(experiment, batch):
    if experiment.loss == TOO_LARGE:
        torch.empty(2**60)  # PyTorch's allocator refuses
    return row_losses(experiment, batch)


gradlab.ui.explore.chips.leave_experiment = fails
gradlab.compute.sweep.row_losses = without_memory
runpy.run_path(str(Path(__file__).parents[2] / "app.py"), run_name="__main__")
