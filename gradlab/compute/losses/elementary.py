"""Functions of one tensor `A`, taken as losses: the first lessons, beginning with the source's `A*5`."""

from collections.abc import Callable

import torch
from torch import Tensor

from gradlab.compute.losses.loss import Loss, Slider, TensorArgument
from gradlab.compute.losses.reduction import reduce, reduce_rows
from gradlab.compute.losses.shapes import same_shape

CALCULUS = "Michael Spivak, Calculus, 4th edition, 2008"
REFERENCE = "https://docs.pytorch.org/docs/2.13/generated/torch.{}.html"


def _elementary(
    name: str,
    function: Callable[[Tensor], Tensor],
    code: str,
    formula: str,
    derivative: str,
    slider: Slider,
    defaults: tuple[float, ...],
    reference: str = CALCULUS,
    *,
    starred: bool = False,
) -> Loss:
    return Loss(
        name=name,
        family="elementary",
        function=lambda A, reduction: reduce(function(A), reduction),
        rows=lambda A, reduction: reduce_rows(function(A), reduction),
        tensors=(TensorArgument("A", defaults, slider, symbol="A"),),
        output_shape=same_shape,
        formula=formula,
        derivative=derivative,
        code=code,
        reference=reference,
        starred=starred,
    )


_WIDE = Slider(-5.0, 5.0, 0.05)
_MIXED = (2.5, 1.0, -2.0, 0.5, -1.5, 3.0, -0.5, 2.0)
_POSITIVE = (4.0, 1.0, 2.25, 0.5, 3.0, 1.5, 4.5, 2.0)

ELEMENTARY = (
    _elementary(
        "times_five",
        lambda A: A * 5,
        "A*5",
        "5A",
        "5",
        Slider(-10.0, 10.0, 0.1),
        (5.0, 1.0, -2.0, 0.5, -1.5, 3.0, -0.5, 2.0),
    ),
    _elementary("square", lambda A: A**2, "A**2", "A^2", "2A", _WIDE, _MIXED, starred=True),
    _elementary("cube", lambda A: A**3, "A**3", "A^3", "3A^2", Slider(-3.0, 3.0, 0.05), (2.0, *_MIXED[1:])),
    _elementary(
        "sin",
        torch.sin,
        "torch.sin(A)",
        r"\sin A",
        r"\cos A",
        Slider(-6.3, 6.3, 0.1),
        (1.0, 2.5, *_MIXED[2:]),
        REFERENCE.format("sin"),
    ),
    _elementary(
        "exp",
        torch.exp,
        "torch.exp(A)",
        "e^A",
        "e^A",
        Slider(-4.0, 4.0, 0.05),
        (1.0, 2.5, *_MIXED[2:]),
        REFERENCE.format("exp"),
    ),
    # The sliders of log and sqrt reach below zero on purpose: where NaN comes from is a lesson.
    _elementary(
        "log",
        torch.log,
        "torch.log(A)",
        r"\ln A",
        r"\frac{1}{A}",
        Slider(-1.0, 5.0, 0.05),
        (2.0, *_POSITIVE[1:]),
        REFERENCE.format("log"),
    ),
    _elementary(
        "sqrt",
        torch.sqrt,
        "torch.sqrt(A)",
        r"\sqrt{A}",
        r"\frac{1}{2\sqrt{A}}",
        Slider(-1.0, 9.0, 0.05),
        _POSITIVE,
        REFERENCE.format("sqrt"),
    ),
    _elementary(
        "abs",
        torch.abs,
        "torch.abs(A)",
        r"\lvert A\rvert",
        r"\operatorname{sign}(A)",
        _WIDE,
        (-2.0, 1.0, 2.5, *_MIXED[3:]),
        REFERENCE.format("abs"),
    ),
    _elementary(
        "relu",
        torch.relu,
        "torch.relu(A)",
        r"\max(0, A)",
        r"\begin{cases}1 & A > 0\\ 0 & A < 0\end{cases}",
        _WIDE,
        (1.5, *_MIXED[1:]),
        REFERENCE.format("nn.functional.relu"),
    ),
    _elementary(
        "sigmoid",
        torch.sigmoid,
        "torch.sigmoid(A)",
        r"\sigma(A) = \frac{1}{1 + e^{-A}}",
        r"\sigma(A)\,(1 - \sigma(A))",
        Slider(-8.0, 8.0, 0.1),
        (1.0, 2.5, *_MIXED[2:]),
        REFERENCE.format("sigmoid"),
    ),
    _elementary(
        "tanh",
        torch.tanh,
        "torch.tanh(A)",
        r"\tanh A",
        r"1 - \tanh^2 A",
        _WIDE,
        (0.5, 1.0, *_MIXED[2:]),
        REFERENCE.format("tanh"),
    ),
)
