"""A corner has no single slope: PyTorch returns a number by convention."""

from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import as_tensor, at, gradient, printed
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_RELU = Experiment("relu", {"A": [0.0]}, dtype="float32")
_SETTING = Setting(_RELU, handles(_RELU, "A"))


def _other(expression: str) -> str:
    """What another spelling of the same graph gives at the corner."""
    return written(gradient(Experiment("expression", {"A": [0.0]}, {"expression": expression}, dtype="float32")).item())


def _facts() -> dict[str, str]:
    left, right = (gradient(at(_RELU, A=[side])).item() for side in (-1.0, 1.0))
    return {
        "corner": written(0.0),
        "left": written(left),
        "right": written(right),
        "given": printed(_RELU),
        "average": as_tensor([(left + right) / 2]),
        "nan": as_tensor([float("nan")]),
        "clamp": _other("clamp(A, 0, 10)"),
        "maximum": _other("maximum(A, 0)"),
    }


LESSON = Lesson(
    order=8,
    stages=(
        Question("corner", _SETTING, _facts, {"given": "given", "average": "average", "nan": "nan"}, "given"),
        Task(
            "right",
            _SETTING,
            lambda experiment: gradient(experiment).item() == 1,
            lambda: {"slope": written(1.0), "corner": written(0.0)},
        ),
    ),
)
