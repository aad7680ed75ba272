"""Where NaN comes from: the branch that `where` did not take."""

from math import isfinite

from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import as_tensor, gradient, loss, printed
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles


def _formula(expression: str) -> Experiment:
    return Experiment("expression", {"A": [-1.0]}, {"expression": expression}, dtype="float32")


_RISKY = _formula("where(A > 0, sqrt(A), 0)")
_SAFE = _formula("where(A > 0, sqrt(where(A > 0, A, 1)), 0)")
_SETTING = Setting(_RISKY, handles(_RISKY, "A"))


def _facts() -> dict[str, str]:
    safe = gradient(_SAFE).item()
    return {
        "value": written(-1.0),
        "chosen": loss(_RISKY),
        "loss": loss(_RISKY),
        "given": printed(_RISKY),
        "flat": as_tensor([safe]),
        "safe": written(safe),
        "root": written(gradient(Experiment("sqrt", {"A": [-1.0]}, dtype="float32")).item()),
    }


LESSON = Lesson(
    order=9,
    stages=(
        Question("branch", _SETTING, _facts, {"given": "given", "flat": "flat", "error": "error"}, "given"),
        Task("finite", _SETTING, lambda experiment: isfinite(gradient(experiment).item())),
    ),
)
