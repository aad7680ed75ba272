"""Several elements: what `mean` and `sum` make of the gradient, and which elements are tied together."""

from dataclasses import replace

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import at, gradient, vector
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_INPUT = [5.0, 1.0, -2.0, 0.0]
_SUM = Experiment("mse_loss", {"input": _INPUT, "target": [3.0, 1.5, -2.25, 1.0]}, reduction="sum", dtype="float32")
_MEAN = replace(_SUM, reduction="mean")
_CLASSES = Experiment("cross_entropy", {"input": [2.0, 1.0, -1.0], "target": 0}, dtype="float32")
_INPUTS = handles(_SUM, "input")


def _facts() -> dict[str, str]:
    total, mean = gradient(_SUM), gradient(_MEAN)
    return {
        "sum": written(total[0]),
        "mean": written(mean[0]),
        "difference": written(_INPUT[0] - 3.0),
        "count": written(float(len(_INPUT))),
        "all": vector(mean),
    }


def _tied(experiment: Experiment, values: list[float]) -> str:
    """Whether the first component of the gradient changes when only the second element moves."""
    moved = [values[0], values[1] + 1.0, *values[2:]]
    changed = not np.array_equal(gradient(experiment)[:1], gradient(at(experiment, input=moved))[:1])
    return "yes" if changed else "no"


def _classes_facts() -> dict[str, str]:
    found = gradient(_CLASSES)
    return {
        "gradient": vector(found),
        "total": written(round(float(found.sum()), 6)),
        "outcome": _tied(_CLASSES, [2.0, 1.0, -1.0]),
    }


LESSON = Lesson(
    order=6,
    stages=(
        Question(
            "switch",
            Setting(_SUM, _INPUTS),
            _facts,
            {"same": "sum", "quarter": "mean", "difference": "difference"},
            "mean",
            after=Setting(_MEAN, _INPUTS),
        ),
        Question(
            "others",
            Setting(_MEAN, _INPUTS),
            lambda: {"gradient": vector(gradient(_MEAN)), "outcome": _tied(_MEAN, _INPUT)},
            {"no": "no", "yes": "yes"},
            "outcome",
        ),
        Question(
            "classes",
            Setting(_CLASSES, handles(_CLASSES, "input")),
            _classes_facts,
            {"no": "no", "yes": "yes"},
            "outcome",
        ),
        Task(
            "no_pull",
            Setting(_MEAN, _INPUTS),
            lambda experiment: gradient(experiment)[0] == 0,
            lambda: {"none": written(0.0)},
        ),
    ),
)
