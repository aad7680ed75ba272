"""Losses of a prediction (`input`) against a continuous `target`."""

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Interval, Latex, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import count_elements, sum_weights, unreduced_rows, weighted_rows
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import same_shape
from gradlab.compute.losses.weights import WEIGHT, factor

_SLIDER = Slider(-10.0, 10.0, 0.1)

# Differences 2, -0.5, 0.5, … : exact in binary, on both sides of beta = delta = 1, none on a kink.
_INPUT = TensorArgument("input", (5.0, 1.0, -2.0, 0.0, 3.0, -4.0, 2.0, -1.0), _SLIDER)
_TARGET = TensorArgument("target", (3.0, 1.5, -2.5, 2.0, 3.5, -1.0, 1.5, -1.5), _SLIDER, symbol="y")


def _weighted(latex: str) -> Callable[..., str]:
    """The LaTeX of an element, times its weight where there is one."""
    return lambda weight=False, **_: factor(weight) + latex


def _regression(
    function: Callable[..., Tensor],
    formula: Latex,
    derivative: Latex,
    parameters: tuple[Parameter, ...] = (),
    tensors: tuple[TensorArgument, ...] = (_INPUT, _TARGET),
    **fields: Any,
) -> Loss:
    name = function.__name__
    return Loss(
        name=name,
        family="regression",
        function=function,
        rows=fields.pop("rows", unreduced_rows(function)),
        tensors=tensors,
        output_shape=same_shape,
        formula=formula,
        derivative=derivative,
        code=f"F.{name}(input, target{{options}})",
        reference=functional_page(name),
        parameters=parameters,
        **fields,
    )


def _cases(near: str, condition: str, far: str) -> str:
    return rf"\begin{{cases}}{near} & {condition}\\ {far} & \text{{otherwise}}\end{{cases}}"


REGRESSION = (
    _regression(
        F.mse_loss,
        _weighted("(x - y)^2"),
        lambda weight=False, **_: r"2\,w\,(x - y)" if weight else r"2\,(x - y)",
        tensors=(_INPUT, _TARGET, WEIGHT),
        rows=weighted_rows(F.mse_loss),
        divisor=sum_weights,
        starred=True,
    ),
    _regression(
        F.l1_loss,
        _weighted(r"\lvert x - y\rvert"),
        _weighted(r"\operatorname{sign}(x - y)"),
        tensors=(_INPUT, _TARGET, WEIGHT),
        rows=weighted_rows(F.l1_loss),
        divisor=sum_weights,
        starred=True,
    ),
    _regression(
        F.smooth_l1_loss,
        _cases(r"\frac{(x-y)^2}{2\beta}", r"\lvert x-y\rvert < \beta", r"\lvert x-y\rvert - \frac{\beta}{2}"),
        _cases(r"\frac{x-y}{\beta}", r"\lvert x-y\rvert < \beta", r"\operatorname{sign}(x-y)"),
        (Parameter("beta", 1.0, Interval(low=0.0), Slider(0.0, 4.0, 0.1), symbol=r"\beta"),),
    ),
    # Unlike mse_loss and l1_loss, PyTorch's weighted mean of this one divides by the number of elements.
    _regression(
        F.huber_loss,
        _weighted(
            _cases(
                r"\tfrac12(x-y)^2", r"\lvert x-y\rvert \le \delta", r"\delta\,(\lvert x-y\rvert - \tfrac{\delta}{2})"
            )
        ),
        _weighted(_cases("x-y", r"\lvert x-y\rvert \le \delta", r"\delta\,\operatorname{sign}(x-y)")),
        (Parameter("delta", 1.0, Interval(low=0.0, open=True), Slider(0.1, 4.0, 0.1), symbol=r"\delta"),),
        tensors=(_INPUT, _TARGET, WEIGHT),
        divisor=count_elements,
        starred=True,
    ),
)
