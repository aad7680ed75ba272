"""Activation functions of one tensor `A`, taken as losses: where gradients vanish, and where they bend."""

from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.elementary import MIXED, WIDE, apart, elementary
from gradlab.compute.losses.exact_rows import below_eight, of_one_in_float64
from gradlab.compute.losses.loss import Slider
from gradlab.compute.losses.reduction import reduce_rows
from gradlab.compute.losses.reference import functional_page, torch_page

_FAR = Slider(-8.0, 8.0, 0.1)
_MIDDLE = Slider(-6.0, 6.0, 0.05)
_DEFAULTS = (1.0, 2.5, *MIXED[2:])
_NEGATIVE = (-2.0, 1.0, 2.5, *MIXED[3:])

activation = partial(elementary, family="activations")


def _gelu_rows(A: Tensor, reduction: str) -> Tensor:
    """The rows of GELU. PyTorch leaves several elements to oneDNN, which rounds otherwise, and computes one itself."""
    return reduce_rows(F.gelu(apart(A) if A[0].numel() == 1 else A), reduction)


ACTIVATIONS = (
    activation(
        "relu",
        torch.relu,
        "torch.relu(A)",
        r"\max(0, A)",
        r"\begin{cases}1 & A > 0\\ 0 & A < 0\end{cases}",
        WIDE,
        (1.5, *MIXED[1:]),
        functional_page("relu"),
        brief="max(0, A)",
    ),
    activation(
        "leaky_relu",
        F.leaky_relu,
        "F.leaky_relu(A)",
        r"\begin{cases}A & A > 0\\ 0.01 A & \text{otherwise}\end{cases}",
        r"\begin{cases}1 & A > 0\\ 0.01 & A < 0\end{cases}",
        WIDE,
        _NEGATIVE,
        functional_page("leaky_relu"),
        brief="max(0.01A, A)",
    ),
    activation(
        "elu",
        F.elu,
        "F.elu(A)",
        r"\begin{cases}A & A > 0\\ e^A - 1 & \text{otherwise}\end{cases}",
        r"\begin{cases}1 & A > 0\\ e^A & \text{otherwise}\end{cases}",
        WIDE,
        (-1.0, *_NEGATIVE[1:]),
        functional_page("elu"),
        exact_rows=below_eight,
        brief="max(0, A) + min(0, e^A − 1)",
    ),
    activation(
        "silu",
        F.silu,
        "F.silu(A)",
        r"A\,\sigma(A)",
        r"\sigma(A)\,(1 + A\,(1 - \sigma(A)))",
        _MIDDLE,
        _DEFAULTS,
        functional_page("silu"),
        exact_rows=below_eight,
        brief="A·σ(A)",
    ),
    activation(
        "gelu",
        F.gelu,
        "F.gelu(A)",
        r"A\,\Phi(A)",
        r"\Phi(A) + \frac{A}{\sqrt{2\pi}} e^{-\frac{A^2}{2}}",
        Slider(-4.0, 4.0, 0.05),
        _DEFAULTS,
        functional_page("gelu"),
        rows=_gelu_rows,
        exact_rows=of_one_in_float64,
        brief="A·Φ(A)",
    ),
    activation(
        "gelu_tanh",
        partial(F.gelu, approximate="tanh"),
        'F.gelu(A, approximate="tanh")',
        r"\frac{A}{2}(1 + \tanh u), \quad u = \sqrt{\frac{2}{\pi}}\,(A + 0.044715 A^3)",
        r"\frac{1 + \tanh u}{2} + \frac{A}{2}(1 - \tanh^2 u)\,\sqrt{\frac{2}{\pi}}\,(1 + 0.134145 A^2)",
        Slider(-4.0, 4.0, 0.05),
        _DEFAULTS,
        functional_page("gelu"),
        advanced=True,
        exact_rows=below_eight,
        brief="½A(1 + tanh(√(2/π)(A + 0.044715A³)))",
    ),
    activation(
        "sigmoid",
        torch.sigmoid,
        "torch.sigmoid(A)",
        r"\sigma(A) = \frac{1}{1 + e^{-A}}",
        r"\sigma(A)\,(1 - \sigma(A))",
        _FAR,
        _DEFAULTS,
        torch_page("sigmoid"),
        exact_rows=below_eight,
        brief="1/(1 + e^−A)",
    ),
    activation(
        "logsigmoid",
        F.logsigmoid,
        "F.logsigmoid(A)",
        r"-\ln (1 + e^{-A})",
        r"1 - \sigma(A)",
        _FAR,
        _DEFAULTS,
        functional_page("logsigmoid"),
        brief="ln σ(A)",
    ),
    activation(
        "tanh",
        torch.tanh,
        "torch.tanh(A)",
        r"\tanh A",
        r"1 - \tanh^2 A",
        WIDE,
        (0.5, 1.0, *MIXED[2:]),
        torch_page("tanh"),
    ),
    activation(
        "softplus",
        F.softplus,
        "F.softplus(A)",
        r"\ln (1 + e^A)",
        r"\sigma(A)",
        _MIDDLE,
        _DEFAULTS,
        functional_page("softplus"),
        exact_rows=below_eight,
        brief="ln(1 + e^A)",
    ),
)
