"""Slopes multiply along the graph."""

from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import at, gradient, loss
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_WHOLE = Experiment("expression", {"A": [1.0]}, {"expression": "(3*A)**2"}, dtype="float32")
_INNER = Experiment("expression", {"A": [1.0]}, {"expression": "3*A"}, dtype="float32")
_SETTING = Setting(_WHOLE, handles(_WHOLE, "A"), view="graph")


def _facts() -> dict[str, str]:
    inner = gradient(_INNER).item()
    u = float(loss(_INNER))
    outer = gradient(Experiment("square", {"A": [u]}, dtype="float32")).item()
    return {
        "u": written(u),
        "inner": written(inner),
        "outer": written(outer),
        "whole": written(gradient(_WHOLE).item()),
        "added": written(outer + inner),
        "loss": loss(_WHOLE),
        "moved": written(0.1),
        "u_moved": written(float(loss(at(_INNER, A=[1.1]))) - u, 3),
    }


LESSON = Lesson(
    order=5,
    stages=(
        Question("arrives", _SETTING, _facts, {"whole": "whole", "added": "added", "outer": "outer"}, "whole"),
        Task(
            "double",
            _SETTING,
            lambda experiment: gradient(experiment).item() == 2 * gradient(_WHOLE).item(),
            lambda: {"goal": written(2 * gradient(_WHOLE).item()), "inner": written(gradient(_INNER).item())},
        ),
    ),
)
