"""Functions of one tensor `A`, taken as losses: the first lessons, beginning with the source's `A*5`."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from gradlab.compute.losses.exact_rows import below_eight
from gradlab.compute.losses.loss import Loss, Slider, TensorArgument
from gradlab.compute.losses.reduction import reduce, reduce_rows
from gradlab.compute.losses.reference import torch_page
from gradlab.compute.losses.shapes import same_shape

CALCULUS = "Michael Spivak, Calculus, 4th edition, 2008"


def apart(A: Tensor) -> Tensor:
    """The same numbers with a gap between each and the next: PyTorch computes them one by one.

    Side by side, many go through the processor's vector units, which round the last digit of exp and tanh differently
    from the code that a tensor of a few elements goes through; and a sweep shows what such a tensor prints.
    """
    return torch.stack((A, A.detach()), -1)[..., 0]


def elementary(
    name: str,
    function: Callable[[Tensor], Tensor],
    code: str,
    formula: str,
    derivative: str,
    slider: Slider,
    defaults: tuple[float, ...],
    reference: str = CALCULUS,
    family: str = "elementary",
    **fields: Any,
) -> Loss:
    """An entry for a function of each element of `A`."""
    return Loss(
        name=name,
        family=family,
        function=lambda A, reduction: reduce(function(A), reduction),
        rows=fields.pop("rows", lambda A, reduction: reduce_rows(function(apart(A)), reduction)),
        tensors=(TensorArgument("A", defaults, slider, symbol="A"),),
        output_shape=same_shape,
        formula=formula,
        derivative=derivative,
        code=code,
        reference=reference,
        **fields,
    )


WIDE = Slider(-5.0, 5.0, 0.05)
MIXED = (2.5, 1.0, -2.0, 0.5, -1.5, 3.0, -0.5, 2.0)
_POSITIVE = (4.0, 1.0, 2.25, 0.5, 3.0, 1.5, 4.5, 2.0)
_ANGLES = Slider(-6.3, 6.3, 0.1)
_SMALL = (0.5, 1.0, -1.25, 1.5, -0.25, 0.75, -0.5, -1.5)

POWERS = (
    elementary(
        "times_five",
        lambda A: A * 5,
        "A*5",
        "5A",
        "5",
        Slider(-10.0, 10.0, 0.1),
        (5.0, 1.0, -2.0, 0.5, -1.5, 3.0, -0.5, 2.0),
    ),
    elementary("square", lambda A: A**2, "A**2", "A^2", "2A", WIDE, MIXED, starred=True),
    elementary("cube", lambda A: A**3, "A**3", "A^3", "3A^2", Slider(-3.0, 3.0, 0.05), (2.0, *MIXED[1:])),
    elementary(
        "quartic_well",
        lambda A: A**4 - 2 * A**2,
        "A**4 - 2*A**2",
        "A^4 - 2A^2",
        "4A^3 - 4A",
        Slider(-2.0, 2.0, 0.05),
        _SMALL,
        exact_rows=below_eight,
    ),
    # The slider passes through 0 on purpose, as those of log and sqrt go below it: where inf and NaN come from is a
    # lesson.
    elementary(
        "reciprocal",
        lambda A: 1 / A,
        "1/A",
        r"\frac{1}{A}",
        r"-\frac{1}{A^2}",
        Slider(-4.0, 4.0, 0.05),
        (2.0, 1.0, -2.0, 0.5, -1.5, 3.0, -0.5, 2.5),
    ),
)

TRANSCENDENTAL = (
    elementary(
        "sin", torch.sin, "torch.sin(A)", r"\sin A", r"\cos A", _ANGLES, (1.0, 2.5, *MIXED[2:]), torch_page("sin")
    ),
    elementary(
        "cos", torch.cos, "torch.cos(A)", r"\cos A", r"-\sin A", _ANGLES, (1.0, 2.5, *MIXED[2:]), torch_page("cos")
    ),
    elementary(
        "exp",
        torch.exp,
        "torch.exp(A)",
        "e^A",
        "e^A",
        Slider(-4.0, 4.0, 0.05),
        (1.0, 2.5, *MIXED[2:]),
        torch_page("exp"),
    ),
    elementary(
        "log",
        torch.log,
        "torch.log(A)",
        r"\ln A",
        r"\frac{1}{A}",
        Slider(-1.0, 5.0, 0.05),
        (2.0, *_POSITIVE[1:]),
        torch_page("log"),
    ),
    elementary(
        "sqrt",
        torch.sqrt,
        "torch.sqrt(A)",
        r"\sqrt{A}",
        r"\frac{1}{2\sqrt{A}}",
        Slider(-1.0, 9.0, 0.05),
        _POSITIVE,
        torch_page("sqrt"),
    ),
    elementary(
        "gauss",
        lambda A: torch.exp(-(A**2)),
        "torch.exp(-A**2)",
        "e^{-A^2}",
        "-2A e^{-A^2}",
        Slider(-3.0, 3.0, 0.05),
        _SMALL,
    ),
    elementary(
        "log_cosh",
        lambda A: torch.log(torch.cosh(A)),
        "torch.log(torch.cosh(A))",
        r"\ln \cosh A",
        r"\tanh A",
        WIDE,
        (1.0, 2.5, *MIXED[2:]),
        exact_rows=below_eight,
    ),
    elementary(
        "sin_wave",
        lambda A: A + 2 * torch.sin(3 * A),
        "A + 2*torch.sin(3*A)",
        r"A + 2\sin(3A)",
        r"1 + 6\cos(3A)",
        Slider(-4.0, 4.0, 0.05),
        (0.5, 1.0, -2.0, 2.5, -1.5, 3.0, -0.5, 2.0),
    ),
)

CORNERS_AND_EDGES = (
    elementary(
        "abs",
        torch.abs,
        "torch.abs(A)",
        r"\lvert A\rvert",
        r"\operatorname{sign}(A)",
        WIDE,
        (-2.0, 1.0, 2.5, *MIXED[3:]),
        torch_page("abs"),
    ),
    elementary(
        "floor",
        torch.floor,
        "torch.floor(A)",
        r"\lfloor A\rfloor",
        "0",
        Slider(-3.0, 3.0, 0.05),
        (2.5, 1.25, -1.5, 0.5, -2.5, 0.75, -0.5, 1.5),
        torch_page("floor"),
    ),
    elementary(
        "xsin1x",
        lambda A: A * torch.sin(1 / A),
        "A*torch.sin(1/A)",
        r"A \sin(\frac{1}{A})",
        r"\sin(\frac{1}{A}) - \frac{1}{A}\cos(\frac{1}{A})",
        Slider(-1.0, 1.0, 0.01),
        (0.3, 0.5, -0.25, 0.75, -0.6, 0.2, -0.9, 0.4),
        advanced=True,
    ),
    elementary(
        "x2sin1x",
        lambda A: A**2 * torch.sin(1 / A),
        "A**2*torch.sin(1/A)",
        r"A^2 \sin(\frac{1}{A})",
        r"2A \sin(\frac{1}{A}) - \cos(\frac{1}{A})",
        Slider(-0.5, 0.5, 0.005),
        (0.1, 0.3, -0.25, 0.4, -0.15, 0.2, -0.45, 0.35),
        advanced=True,
    ),
)

ELEMENTARY = (*POWERS, *TRANSCENDENTAL, *CORNERS_AND_EDGES)
