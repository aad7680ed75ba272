"""Losses of a prediction (`input`) against a continuous `target`."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.exact_rows import never, of_powers_of_two
from gradlab.compute.losses.loss import Interval, Latex, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import (
    count_elements,
    sum_weights,
    unreduced_rows,
    weighted_rows,
    written_in_torch,
)
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


def _pinball_losses(input: Tensor, target: Tensor, quantile: float) -> Tensor:
    """Koenker's check function of each error: too low costs `quantile` times it, too high `1 - quantile` times."""
    error = target - input
    return torch.maximum(quantile * error, (quantile - 1) * error)


def _pinball_code(quantile: float, **_: object) -> str:
    return f"error = target - input\ntorch.maximum({quantile} * error, ({quantile} - 1) * error)"


REGRESSION = (
    _regression(
        F.mse_loss,
        _weighted("(x - y)^2"),
        lambda weight=False, **_: r"2\,w\,(x - y)" if weight else r"2\,(x - y)",
        other_derivatives=(("target", lambda weight=False, **_: r"2\,w\,(y - x)" if weight else r"2\,(y - x)"),),
        tensors=(_INPUT, _TARGET, WEIGHT),
        rows=weighted_rows(F.mse_loss),
        divisor=sum_weights,
        starred=True,
        brief="(x − y)²",
    ),
    _regression(
        F.l1_loss,
        _weighted(r"\lvert x - y\rvert"),
        _weighted(r"\operatorname{sign}(x - y)"),
        other_derivatives=(("target", _weighted(r"\operatorname{sign}(y - x)")),),
        tensors=(_INPUT, _TARGET, WEIGHT),
        rows=weighted_rows(F.l1_loss),
        divisor=sum_weights,
        starred=True,
        brief="|x − y|",
    ),
    _regression(
        F.smooth_l1_loss,
        _cases(r"\frac{(x-y)^2}{2\beta}", r"\lvert x-y\rvert < \beta", r"\lvert x-y\rvert - \frac{\beta}{2}"),
        _cases(r"\frac{x-y}{\beta}", r"\lvert x-y\rvert < \beta", r"\operatorname{sign}(x-y)"),
        (Parameter("beta", 1.0, Interval(low=0.0), Slider(0.0, 4.0, 0.1), symbol=r"\beta"),),
        other_derivatives=(
            ("target", _cases(r"\frac{y-x}{\beta}", r"\lvert x-y\rvert < \beta", r"\operatorname{sign}(y-x)")),
        ),
        exact_rows=never,
        brief="(x − y)²/2β if |x − y| < β else |x − y| − ½β",
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
        other_derivatives=(
            (
                "target",
                _weighted(_cases("y-x", r"\lvert x-y\rvert \le \delta", r"\delta\,\operatorname{sign}(y-x)")),
            ),
        ),
        tensors=(_INPUT, _TARGET, WEIGHT),
        divisor=count_elements,
        starred=True,
        exact_rows=of_powers_of_two,
        brief="½(x − y)² if |x − y| ≤ δ else δ(|x − y| − ½δ)",
    ),
    Loss(
        name="pinball_loss",
        brief="max(τ(y − x), (τ − 1)(y − x))",
        family="regression",
        **written_in_torch(_pinball_losses),
        tensors=(_INPUT, _TARGET),
        output_shape=same_shape,
        formula=r"\max(\tau\,(y - x), (\tau - 1)\,(y - x))",
        derivative=r"\begin{cases}-\tau & x < y\\ 1 - \tau & \text{otherwise}\end{cases}",
        other_derivatives=(("target", r"\begin{cases}\tau & x < y\\ \tau - 1 & \text{otherwise}\end{cases}"),),
        code=_pinball_code,
        reference="Roger Koenker and Gilbert Bassett, Regression Quantiles, Econometrica 46, 1978",
        parameters=(
            Parameter("quantile", 0.9, Interval(0.0, 1.0), Slider(0.05, 0.95, 0.05), code=None, symbol=r"\tau"),
        ),
    ),
)
