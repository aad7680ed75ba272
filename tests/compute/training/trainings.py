"""Trainings that the tests run: every preset and its healthy run, and what no preset has."""

from dataclasses import replace
from functools import cache

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.scaling import OPTIMIZERS
from gradlab.compute.training import PRESETS, SCHEDULES, Network, Training, run

NETWORK = Training(Network(hidden=(8, 8), samples=64), optimizer="adam", learning_rate=0.02, steps=70, batch_size=16)
OWN_FORMULA = Training(
    Experiment(
        "expression", {"A": [2.5, -1.0]}, parameters={"expression": "A**2 + sin(3*A)"}, reduction="sum", dtype="float32"
    ),
    steps=40,
)
LINE = PRESETS["line"].training
_UNREDUCED = Experiment("square", {"A": [1.0, -2.0]}, reduction="none", vector=[1.0, 0.5], dtype="float32")

OTHERS = {
    "own formula": OWN_FORMULA,
    "unreduced": Training(_UNREDUCED, steps=20),
    "float64": replace(LINE, subject=replace(LINE.subject, dtype="float64")),
    "line in batches": replace(LINE, batch_size=3, accumulation=2),
    "accumulated": replace(NETWORK, accumulation=4, steps=30),
    "accumulated sum": replace(NETWORK, subject=replace(NETWORK.subject, reduction="sum"), accumulation=2, steps=20),
    "whole batch": replace(NETWORK, batch_size=None, steps=20),
    "bfloat16": replace(NETWORK, autocast="bfloat16", steps=20),
    "scaler without autocast": replace(LINE, scaler=True, scale=3.0, clip="value"),
    "scaled and clipped early": replace(LINE, scaler=True, clip="norm", clip_scaled=True),
    "forgotten with a scaler": replace(LINE, scaler=True, zero_grad=False, steps=10),
    "options": replace(NETWORK, options={"eps": 1e-3, "beta1": 0.5, "weight_decay": 0.1}, steps=20),
    **{f"schedule {name}": replace(LINE, schedule=name) for name in SCHEDULES},
    **{f"optimizer {name}": replace(LINE, optimizer=name, options=(), steps=20) for name in OPTIMIZERS},
    **{
        f"dataset {name}": replace(NETWORK, subject=replace(NETWORK.subject, dataset=name), steps=10)
        for name in ("circles", "xor", "spiral", "sine")
    },
    **{
        f"activation {name}": replace(NETWORK, subject=replace(NETWORK.subject, activation=name), steps=10)
        for name in ("ReLU", "GELU")
    },
}

TRAININGS = {
    **{name: preset.training for name, preset in PRESETS.items()},
    **{f"{name}, healthy": preset.healthy for name, preset in PRESETS.items() if preset.healthy},
    **OTHERS,
}
recorded = cache(run)  # what several tests ask of the same run

over_trainings = pytest.mark.parametrize("name", TRAININGS)


def training_of(name: str) -> Training:
    """The training cut short; of a line and a network a little more than a chunk is left."""
    training = TRAININGS[name]
    return replace(training, steps=min(training.steps, 60 if name in ("line", "network") else 20))
