"""Losses between distributions, and likelihoods of counts and of measurements."""

from dataclasses import replace

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Interval, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import Divisor, count_elements, reduce_rows, unreduced_rows
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import same_shape

_LOGARITHMS = TensorArgument("input", (-0.5, -1.5, -2.5, -1.0, -3.0, -2.0, -4.0, -3.5), Slider(-5.0, 0.0, 0.05))
_LOG_PROBABILITIES = replace(
    _LOGARITHMS, name="target", defaults=(-0.35, -1.6, -2.3, -1.2, -3.0, -1.9, -0.9, -0.5), symbol="y"
)
_PROBABILITIES = TensorArgument(
    "target",
    (0.7, 0.2, 0.1, 0.3, 0.05, 0.15, 0.4, 0.6),
    Slider(0.05, 1.0, 0.05),
    symbol="y",
    instead=lambda parameters: _LOG_PROBABILITIES if parameters["log_target"] else None,
)
_RATES = TensorArgument("input", (1.0, 0.5, 1.5, 2.0, 0.25, 2.5, -1.0, -0.5), Slider(-3.0, 3.0, 0.05))
_COUNTS = TensorArgument("target", (2.0, 4.0, 8.0, 3.0, 5.0, 0.5, 1.5, 0.0), Slider(0.0, 10.0, 0.1), symbol="y")
_MEANS = TensorArgument("input", (2.0, 0.5, -1.0, 1.5, -2.5, 3.0, 0.0, -0.5), Slider(-5.0, 5.0, 0.05))
_MEASURED = TensorArgument("target", (1.0, 1.0, -2.0, 2.5, -2.0, 1.0, 0.5, -1.0), _MEANS.slider, symbol="y")
_VARIANCES = TensorArgument(
    "var",
    (2.0, 1.0, 0.5, 1.5, 0.25, 3.0, 0.75, 1.25),
    Slider(0.05, 5.0, 0.05),
    domain=Interval(low=0.0),
    symbol="v",
)

_FULL = Parameter("full", default=False, choices=(False, True))


def _eps(default: float, *choices: float) -> Parameter:
    return Parameter("eps", default, Interval(low=0.0), choices=choices, symbol=r"\epsilon")


def _kl_div(input: Tensor, target: Tensor, reduction: str, log_target: bool) -> Tensor:
    """PyTorch's `kl_div`, whose mean warns that `"batchmean"` is what mathematics calls the divergence."""
    if reduction == "mean":
        return F.kl_div(input, target, reduction="none", log_target=log_target).mean()
    return F.kl_div(input, target, reduction=reduction, log_target=log_target)


def _kl_div_rows(input: Tensor, target: Tensor, reduction: str, log_target: bool) -> Tensor:
    """The rows; `"batchmean"` divides each by the length of its first axis."""
    losses = F.kl_div(input, target, reduction="none", log_target=log_target)
    if reduction == "batchmean":
        return reduce_rows(losses, "sum") / (input.shape[1] if input.dim() > 1 else 1)
    return reduce_rows(losses, reduction)


def _kl_divisor(tensors: dict[str, Tensor], parameters: dict, reduction: str) -> Divisor:
    """Every element; for `"batchmean"` the length of the first axis, which a batch of distributions has in front."""
    if reduction == "batchmean":
        shape = tensors["input"].shape
        return Divisor("first_axis", shape[0] if shape else 1)
    return count_elements(tensors, parameters, reduction)


def _poisson_formula(log_input: bool = True, full: bool = False, **_: object) -> str:
    expected = r"e^x - y x" if log_input else r"x - y \ln (x + \epsilon)"
    stirling = r"\begin{cases}y \ln y - y + \tfrac12 \ln (2\pi y) & y > 1\\ 0 & \text{otherwise}\end{cases}"
    return expected + (f" + {stirling}" if full else "")


def _poisson_in_counts(log_input: bool = True, full: bool = False, **_: object) -> str:
    """The derivative in the count; where Stirling's approximation is added, its own."""
    expected = "-x" if log_input else r"-\ln (x + \epsilon)"
    stirling = r"\begin{cases}\ln y + \frac{1}{2 y} & y > 1\\ 0 & \text{otherwise}\end{cases}"
    return expected + (f" + {stirling}" if full else "")


DISTRIBUTIONS = (
    Loss(
        name="kl_div",
        brief="y(ln y − x)",
        family="distributions",
        function=_kl_div,
        rows=_kl_div_rows,
        tensors=(_LOGARITHMS, _PROBABILITIES),
        output_shape=same_shape,
        formula=lambda log_target=False, **_: r"e^y (y - x)" if log_target else r"y (\ln y - x)",
        derivative=lambda log_target=False, **_: "-e^y" if log_target else "-y",
        other_derivatives=(
            ("target", lambda log_target=False, **_: r"e^y (y - x + 1)" if log_target else r"\ln y - x + 1"),
        ),
        code="F.kl_div(input, target{options})",
        mean_code='F.kl_div(input, target{options}, reduction="none").mean()',
        reference=functional_page("kl_div"),
        parameters=(Parameter("log_target", default=False, choices=(False, True)),),
        reductions=("mean", "batchmean", "sum", "none"),
        divisor=_kl_divisor,
        size=3,
        samples=("input", "target"),
    ),
    Loss(
        name="poisson_nll_loss",
        brief="e^x − x·y",
        family="distributions",
        function=F.poisson_nll_loss,
        rows=unreduced_rows(F.poisson_nll_loss),
        tensors=(_RATES, _COUNTS),
        output_shape=same_shape,
        formula=_poisson_formula,
        derivative=lambda log_input=True, **_: r"e^x - y" if log_input else r"1 - \frac{y}{x + \epsilon}",
        other_derivatives=(("target", _poisson_in_counts),),
        code="F.poisson_nll_loss(input, target{options})",
        reference=functional_page("poisson_nll_loss"),
        parameters=(
            Parameter("log_input", default=True, choices=(True, False)),
            _FULL,
            _eps(1e-8, 1e-8, 1e-6, 1e-3, 0.1),
        ),
    ),
    Loss(
        name="gaussian_nll_loss",
        brief="½(ln v + (x − y)²/v)",
        family="distributions",
        function=F.gaussian_nll_loss,
        rows=unreduced_rows(F.gaussian_nll_loss),
        tensors=(_MEANS, _MEASURED, _VARIANCES),
        output_shape=same_shape,
        formula=lambda full=False, **_: (
            r"\tfrac12\,(\ln u + \frac{(x - y)^2}{u})"
            + (r" + \tfrac12 \ln (2\pi)" if full else "")
            + r", \quad u = \max(v, \epsilon)"
        ),
        derivative=r"\frac{x - y}{\max(v, \epsilon)}",
        other_derivatives=(
            ("target", r"\frac{y - x}{\max(v, \epsilon)}"),
            ("var", r"\frac{u - (x - y)^2}{2 u^2}, \quad u = \max(v, \epsilon)"),
        ),
        code="F.gaussian_nll_loss(input, target, var{options})",
        reference=functional_page("gaussian_nll_loss"),
        # All below the slider of var: under eps PyTorch raises var without telling the gradient, which is then not the
        # slope.
        parameters=(_FULL, _eps(1e-6, 1e-8, 1e-6, 1e-3, 0.01)),
    ),
)
