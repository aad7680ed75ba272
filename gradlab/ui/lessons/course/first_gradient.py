"""The source's tutorial: define A, a loss, call backward(), read A.grad."""

from math import isclose

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.losses import Slider
from gradlab.text.written import written
from gradlab.ui.experiment.elements import Element
from gradlab.ui.lessons.facts import as_tensor, at, gradient, loss, printed
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT

_AT_FIVE = Experiment("times_five", {"A": [5.0]}, dtype="float32")
_AT_TWO = at(_AT_FIVE, A=[2.0])
_TIMES_TEN = at(_AT_FIVE, A=[50.0])
_ANY_FACTOR = Experiment("expression", {"A": [5.0], "y": [5.0]}, {"expression": "A*y"}, dtype="float32")
_A = handles(_AT_FIVE, "A")
_WIDE = handles(_AT_FIVE, "A", Slider(-60.0, 60.0, 1.0))


def _print_facts() -> dict[str, str]:
    itself = unscaled_gradient(Experiment("expression", {"A": [5.0]}, {"expression": "A"}, dtype="float32"))
    return {
        "value": written(5.0),
        "gradient": printed(_AT_FIVE),
        "slope": written(gradient(_AT_FIVE).item()),
        "loss": loss(_AT_FIVE),
        "loss_tensor": as_tensor([unscaled_gradient(_AT_FIVE).loss]),
        "itself": itself.printed["A"],
        "slope_itself": written(itself.gradients["A"].item()),
        "nothing": "None",
    }


def _move_facts() -> dict[str, str]:
    return {
        "from": written(5.0),
        "to": written(2.0),
        "before": printed(_AT_FIVE),
        "after": printed(_AT_TWO),
        "slope": written(gradient(_AT_TWO).item()),
        "value": as_tensor([2.0]),
        "loss": loss(_AT_TWO),
        "loss_tensor": as_tensor([unscaled_gradient(_AT_TWO).loss]),
    }


def _data_facts() -> dict[str, str]:
    return {
        "from": written(5.0),
        "to": written(50.0),
        "times": written(50.0 / 5.0),
        "after": printed(_TIMES_TEN),
        "scaled": as_tensor(gradient(_AT_FIVE) * 10),
        "data": as_tensor([50.0]),
        "loss": loss(_TIMES_TEN),
    }


def _meaning_facts() -> dict[str, str]:
    """Which way round the number is: the loss moved by a small move of A, or A by a small move of the loss."""
    slope, nearby = gradient(_AT_FIVE).item(), unscaled_gradient(at(_AT_FIVE, A=[5.5])).loss
    rise = (nearby - unscaled_gradient(_AT_FIVE).loss) / 0.5
    return {
        "slope": written(slope),
        "part": written(0.5),
        "rise": written(nearby - unscaled_gradient(_AT_FIVE).loss),
        "meaning": "loss_per_a" if isclose(rise, slope) else "a_per_loss",
    }


def _program(experiment: Experiment, element: Element) -> str:  # noqa: ARG001 - the tutorial's own lines
    factor = 5.0 if experiment.loss == _AT_FIVE.loss else experiment.tensor("y")[0]
    return "\n".join(
        [
            "!pip install torch",
            "import torch",
            f"A = torch.tensor([{VALUE_SLOT}], requires_grad=True)",
            f"loss_function = A*{factor:g}",
            "loss_function.backward()",
            "unscaled_grad = A.grad",
            f"print(unscaled_grad)  # {PRINTED_SLOT}",
        ]
    )


LESSON = Lesson(
    order=1,
    stages=(
        Question(
            "print",
            Setting(_AT_FIVE, _A),
            _print_facts,
            {"itself": "itself", "gradient": "gradient", "loss": "loss_tensor", "nothing": "nothing"},
            "gradient",
        ),
        Question(
            "move",
            Setting(_AT_FIVE, _A),
            _move_facts,
            {"value": "value", "same": "after", "loss": "loss_tensor"},
            "after",
            after=Setting(_AT_TWO, _A),
        ),
        Question(
            "data",
            Setting(_AT_FIVE, _WIDE),
            _data_facts,
            {"same": "after", "data": "data"},
            "after",
            after=Setting(_TIMES_TEN, _WIDE),
        ),
        Question(
            "meaning",
            Setting(_AT_FIVE, _A),
            _meaning_facts,
            {"loss_per_a": "loss_per_a", "a_per_loss": "a_per_loss"},
            "meaning",
        ),
        Task(
            "three",
            Setting(_ANY_FACTOR, handles(_ANY_FACTOR, "A", _A[0].slider), handles(_ANY_FACTOR, "y")),
            lambda experiment: isclose(gradient(experiment).item(), 3.0, rel_tol=1e-6),
            lambda: {"goal": written(3.0)},
        ),
    ),
    program=_program,
)
