"""`.grad` is a running total: backward() adds to what is there."""

import numpy as np

from gradlab.compute.descent import descent_step
from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import as_tensor, gradient
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_LINE = Experiment("times_five", {"A": [2.0]}, dtype="float32")
_BOWL = Experiment("square", {"A": [-1.0]}, dtype="float32")
_TIMES = 3


def _held(experiment: Experiment, times: int) -> np.ndarray:
    """What `.grad` holds after so many calls of `backward()` without `zero_grad()`."""
    return descent_step(experiment, learning_rate=0.0, before=[experiment] * (times - 1)).held["A"]


def _facts() -> dict[str, str]:
    slope = gradient(_LINE)
    return {
        "times": written(_TIMES),
        "total": as_tensor(_held(_LINE, _TIMES)),
        "once": as_tensor(slope),
        "power": as_tensor(slope**_TIMES),
        "slope": written(slope.item()),
        "twice": written(_held(_LINE, 2).item()),
        "sum": written(_held(_LINE, _TIMES).item()),
    }


LESSON = Lesson(
    order=4,
    stages=(
        Question(
            "three_times",
            Setting(_LINE, handles(_LINE, "A")),
            _facts,
            {"total": "total", "once": "once", "power": "power"},
            "total",
            # With a learning rate of zero A stays where it is: what the steps leave is the sum in `.grad`.
            after=Setting(_LINE, handles(_LINE, "A"), view="step", starts={"learning_rate": 0.0, "zero_grad": False}),
        ),
        Task(
            "total",
            Setting(_BOWL, handles(_BOWL, "A")),
            lambda experiment: _held(experiment, _TIMES).item() == 12,
            lambda: {"times": written(_TIMES), "goal": as_tensor([12.0])},
        ),
    ),
)
