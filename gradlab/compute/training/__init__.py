"""Training: the unscaled gradient inside a real training loop, recorded at every step."""

from gradlab.compute.training.as_text import experiment_from, to_text, training_from
from gradlab.compute.training.checks import TooMuchWorkError, TrainingError
from gradlab.compute.training.datasets import DATASETS
from gradlab.compute.training.departure import Departure
from gradlab.compute.training.landscape import Landscape, at_step, fitted_lines, landscape, line_ends, trained_elements
from gradlab.compute.training.loop import STAGES, StepTaken, TrainingLoop
from gradlab.compute.training.network import ACTIVATIONS, INITIALIZATIONS, Network
from gradlab.compute.training.optimizers import SCHEDULES, options_of
from gradlab.compute.training.outcome import OUTCOMES, outcome
from gradlab.compute.training.presets import PRESETS, Preset
from gradlab.compute.training.program import Line, loop_lines, notebook, script
from gradlab.compute.training.record import Histograms, Record
from gradlab.compute.training.recorder import Recorder, key_steps, run
from gradlab.compute.training.table import record_csv
from gradlab.compute.training.training import MOST_WORK, Training

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZATIONS",
    "MOST_WORK",
    "OUTCOMES",
    "PRESETS",
    "SCHEDULES",
    "STAGES",
    "Departure",
    "Histograms",
    "Landscape",
    "Line",
    "Network",
    "Preset",
    "Record",
    "Recorder",
    "StepTaken",
    "TooMuchWorkError",
    "Training",
    "TrainingError",
    "TrainingLoop",
    "at_step",
    "experiment_from",
    "fitted_lines",
    "key_steps",
    "landscape",
    "line_ends",
    "loop_lines",
    "notebook",
    "options_of",
    "outcome",
    "record_csv",
    "run",
    "script",
    "to_text",
    "trained_elements",
    "training_from",
]
