"""Which way a step of gradient descent goes, and how far."""

from gradlab.compute.descent import descent_step
from gradlab.compute.experiment import Experiment
from gradlab.text.written import written
from gradlab.ui.lessons.facts import at, gradient, loss, printed
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles

_LEFT = Experiment("square", {"A": [-2.0]}, dtype="float32")
_FAR = at(_LEFT, A=[3.0])
_RATE, _TOO_LARGE = 0.1, 1.1
_A = handles(_LEFT, "A")


def _stepping(experiment: Experiment, rate: float) -> Setting:
    """The step from where A stands, to be taken."""
    return Setting(experiment, _A, view="step", starts={"learning_rate": rate, "zero_grad": True})


def _landing(experiment: Experiment, rate: float, steps: int = 1) -> list[float]:
    """Where the steps lead, one after the other."""
    found = []
    for _ in range(steps):
        experiment = descent_step(experiment, learning_rate=rate).experiment
        found.append(experiment.tensor("A")[0])
    return found


def _step_facts() -> dict[str, str]:
    slope, (landed,) = gradient(_LEFT).item(), _landing(_LEFT, _RATE)
    uphill = -2.0 + _RATE * slope
    return {
        "value": written(-2.0),
        "printed": printed(_LEFT),
        "rate": written(_RATE),
        "slope": written(slope),
        "length": written(abs(_RATE * slope)),
        "landed": f"A = {written(landed)}",
        "uphill": f"A = {written(uphill)}",
        "minimum": f"A = {written(0.0)}",
        "loss": loss(_LEFT),
        "loss_uphill": loss(at(_LEFT, A=[uphill])),
    }


def _rate_facts() -> dict[str, str]:
    far, near = _landing(_FAR, _TOO_LARGE, 3), _landing(_FAR, _RATE, 3)
    return {
        "value": written(3.0),
        "lowest": written(0.0),
        "rate": written(_TOO_LARGE),
        "small": written(_RATE),
        "first": written(far[0]),
        "second": written(far[1]),
        "third": written(far[2]),
        "third_small": written(near[2]),
        "times": written(far[0] / 3.0),
        "outcome": "farther" if abs(far[2]) > 3.0 else "nearer",
    }


LESSON = Lesson(
    order=3,
    stages=(
        Question(
            "step",
            Setting(_LEFT, _A),
            _step_facts,
            {"landed": "landed", "uphill": "uphill", "minimum": "minimum"},
            "landed",
            after=_stepping(_LEFT, _RATE),
        ),
        Question(
            "rate",
            Setting(_FAR, _A),
            _rate_facts,
            {"nearer": "nearer", "farther": "farther"},
            "outcome",
            after=_stepping(_FAR, _TOO_LARGE),
        ),
        Task(
            "rest",
            Setting(_LEFT, _A),
            lambda experiment: gradient(experiment).item() == 0,
            lambda: {"flat": written(0.0)},
        ),
    ),
)
