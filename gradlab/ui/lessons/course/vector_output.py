"""backward() on a vector: v weighs the outputs."""

from dataclasses import replace

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import refusal
from gradlab.compute.losses import Slider
from gradlab.ui.experiment.elements import Element
from gradlab.ui.lessons.facts import gradient, printed, vector
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_SQUARES = Experiment("square", {"A": [1.0, 2.0, 3.0]}, reduction="none", dtype="float32", vector=[1.0, 1.0, 1.0])
_SUM = Experiment("square", {"A": [1.0, 2.0, 3.0]}, reduction="sum", dtype="float32")
_VECTORS = {"ones": [1.0, 1.0, 1.0], "wanted": [2.0, 4.0, 6.0], "first": [1.0, 0.0, 0.0]}
_V = tuple(Element("v", index, (3,), Slider(-3.0, 6.0, 0.5), 1.0) for index in range(3))
_GOAL = [2.0, 0.0, -6.0]


def _facts() -> dict[str, str]:
    found = {name: replace(_SQUARES, vector=v) for name, v in _VECTORS.items()}
    (right,) = [name for name, experiment in found.items() if np.array_equal(gradient(experiment), gradient(_SUM))]
    return {
        "goal": printed(_SUM),
        "error": refusal(replace(_SQUARES, vector=None)),
        **{f"v_{name}": f"v = {vector(v)}" for name, v in _VECTORS.items()},
        **{f"gives_{name}": vector(gradient(experiment)) for name, experiment in found.items()},
        "right": f"v = {vector(_VECTORS[right])}",
    }


LESSON = Lesson(
    order=7,
    stages=(
        Question(
            "ones",
            Setting(replace(_SQUARES, vector=_VECTORS["first"]), handles(_SQUARES, "A")),
            _facts,
            {"ones": "v_ones", "wanted": "v_wanted", "first": "v_first"},
            "right",
            after=Setting(_SQUARES, handles(_SQUARES, "A")),
        ),
        Task(
            "weigh",
            Setting(_SQUARES, handles(_SQUARES, "A"), _V),
            lambda experiment: gradient(experiment).tolist() == _GOAL,
            lambda: {"goal": vector(_GOAL)},
        ),
    ),
)
