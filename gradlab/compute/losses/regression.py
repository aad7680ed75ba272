"""Losses of a prediction (`input`) against a continuous `target`."""

from collections.abc import Callable

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Interval, Loss, Parameter, Slider, TensorArgument, reduce_rows, same_shape

REFERENCE = "https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.{}.html"

_SLIDER = Slider(-10.0, 10.0, 0.1)

# Differences 2, -0.5, 0.5, … : exact in binary, on both sides of beta = delta = 1, none on a kink.
_INPUT = TensorArgument("input", (5.0, 1.0, -2.0, 0.0, 3.0, -4.0, 2.0, -1.0), _SLIDER)
_TARGET = TensorArgument("target", (3.0, 1.5, -2.5, 2.0, 3.5, -1.0, 1.5, -1.5), _SLIDER)


def _regression(
    function: Callable[..., Tensor], formula: str, derivative: str, parameters: tuple[Parameter, ...] = ()
) -> Loss:
    name = function.__name__
    return Loss(
        name=name,
        family="regression",
        function=function,
        rows=lambda input, target, reduction, **options: reduce_rows(
            function(input, target, reduction="none", **options), reduction
        ),
        tensors=(_INPUT, _TARGET),
        output_shape=same_shape,
        formula=formula,
        derivative=derivative,
        code=f"F.{name}(input, target{{options}})",
        reference=REFERENCE.format(name),
        parameters=parameters,
    )


def _cases(near: str, condition: str, far: str) -> str:
    return rf"\begin{{cases}}{near} & {condition}\\ {far} & \text{{otherwise}}\end{{cases}}"


REGRESSION = (
    _regression(F.mse_loss, "(x - y)^2", "2\\,(x - y)"),
    _regression(F.l1_loss, r"\lvert x - y\rvert", r"\operatorname{sign}(x - y)"),
    _regression(
        F.smooth_l1_loss,
        _cases(r"\frac{(x-y)^2}{2\beta}", r"\lvert x-y\rvert < \beta", r"\lvert x-y\rvert - \frac{\beta}{2}"),
        _cases(r"\frac{x-y}{\beta}", r"\lvert x-y\rvert < \beta", r"\operatorname{sign}(x-y)"),
        (Parameter("beta", 1.0, Interval(low=0.0), Slider(0.0, 5.0, 0.1)),),
    ),
    _regression(
        F.huber_loss,
        _cases(r"\tfrac12(x-y)^2", r"\lvert x-y\rvert \le \delta", r"\delta\,(\lvert x-y\rvert - \tfrac{\delta}{2})"),
        _cases("x-y", r"\lvert x-y\rvert \le \delta", r"\delta\,\operatorname{sign}(x-y)"),
        (Parameter("delta", 1.0, Interval(low=0.0, open=True), Slider(0.1, 5.0, 0.1)),),
    ),
)
