"""Losses of a model's parameters: what training differentiates, while the data are held still."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.elementary import WIDE
from gradlab.compute.losses.exact_rows import of_powers_of_two
from gradlab.compute.losses.loss import Interval, Line, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import Divisor, unreduced_rows
from gradlab.compute.losses.shapes import Shape, expect

LEAST_SQUARES = "Christopher M. Bishop, Pattern Recognition and Machine Learning, section 3.1, 2006"

_WHERE_RESIDUAL = r", \quad r = w x + b - y"


class Criterion(NamedTuple):
    """What a model is fitted by: PyTorch's loss, its LaTeX in the residual `r`, and that of its derivative in `r`."""

    of: Callable[..., Tensor]
    formula: str
    derivative: str
    takes_delta: bool = False


CRITERIA = {
    "mse_loss": Criterion(F.mse_loss, "r^2", "2 r"),
    "l1_loss": Criterion(F.l1_loss, r"\lvert r\rvert", r"\operatorname{sign}(r)"),
    "huber_loss": Criterion(
        F.huber_loss,
        r"\begin{cases}\tfrac12 r^2 & \lvert r\rvert \le \delta\\ "
        r"\delta\,(\lvert r\rvert - \tfrac{\delta}{2}) & \text{otherwise}\end{cases}",
        r"\begin{cases}r & \lvert r\rvert \le \delta\\ "
        r"\delta\,\operatorname{sign}(r) & \text{otherwise}\end{cases}",
        takes_delta=True,
    ),
}


def _takes_delta(parameters: Mapping[str, Any]) -> bool:
    return CRITERIA[parameters["criterion"]].takes_delta


def _line_fit(w: Tensor, b: Tensor, x: Tensor, y: Tensor, criterion: str, delta: float, reduction: str) -> Tensor:
    """PyTorch's loss of the line's predictions. `w` and `b` of one element are broadcast to every data point."""
    chosen = CRITERIA[criterion]
    options = {"delta": delta} if chosen.takes_delta else {}
    return chosen.of(w * x + b, y, reduction=reduction, **options)


def _line_shape(shapes: Mapping[str, Shape]) -> Shape:
    """Data points `x` and `y` `[N]`, one weight and one bias `[1]` for all of them, one loss for each point."""
    points = shapes["x"]
    if len(points) != 1:
        raise ValueError(f"expected x of shape [N], a number for each data point, got {list(points)}")
    expect(shapes, "y", points)
    for name in ("w", "b"):
        expect(shapes, name, (1,))
    return points


def _count_points(tensors: Mapping[str, Tensor], parameters: Mapping, reduction: str) -> Divisor:  # noqa: ARG001
    """Every data point."""
    return Divisor("points", tensors["x"].numel())


def _one(size: int) -> Shape:  # noqa: ARG001 - however many data points
    return (1,)


MODELS = (
    # Of the first four points, three lie at or near 2x + 1, where L1 has its minimum (w = 2, b = 1); the second does
    # not, and MSE, whose minimum it moves to w = 1.6, b = 2.75, follows it. The line begins away from both.
    Loss(
        name="line_fit",
        brief="(w·x + b − y)²",
        family="models",
        function=_line_fit,
        rows=unreduced_rows(_line_fit),
        tensors=(
            TensorArgument("w", (1.0,), WIDE, shape=_one, symbol="w"),
            TensorArgument("b", (1.0,), WIDE, shape=_one, symbol="b"),
            TensorArgument("x", (1.0, 2.0, 3.0, 4.0, 0.0, -1.0, 5.0, -2.0), Slider(-5.0, 5.0, 0.25)),
            TensorArgument("y", (3.0, 8.5, 6.5, 9.0, 0.5, -1.5, 11.5, -2.5), Slider(-5.0, 15.0, 0.5), symbol="y"),
        ),
        output_shape=_line_shape,
        formula=lambda criterion, **_: CRITERIA[criterion].formula + _WHERE_RESIDUAL,
        derivative=lambda criterion, **_: rf"{CRITERIA[criterion].derivative}\,x",
        other_derivatives=(
            ("b", lambda criterion, **_: CRITERIA[criterion].derivative),
            ("x", lambda criterion, **_: rf"{CRITERIA[criterion].derivative}\,w"),
            ("y", lambda criterion, **_: f"-{CRITERIA[criterion].derivative}"),
        ),
        code=lambda criterion, **_: f"F.{criterion}(w * x + b, y{{options}})",
        reference=LEAST_SQUARES,
        parameters=(
            Parameter("criterion", "mse_loss", choices=tuple(CRITERIA), code=None),
            Parameter(
                "delta",
                1.0,
                Interval(low=0.0, open=True),
                Slider(0.1, 4.0, 0.1),
                applies=_takes_delta,
                symbol=r"\delta",
            ),
        ),
        divisor=_count_points,
        exact_rows=of_powers_of_two,
        sizes=(2, 8),
        size=4,
        line=Line(weight="w", bias="b", x="x", y="y"),
    ),
)
