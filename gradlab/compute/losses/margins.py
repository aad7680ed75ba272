"""Losses that ask for a margin, and are flat beyond it: of a label ±1, a ranking, a correct class, a set of classes."""

from collections.abc import Mapping

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.exact_rows import of_powers_of_two
from gradlab.compute.losses.loss import DTYPES, Interval, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import count_rows, reduce_rows, unreduced_rows
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import Shape, class_axis, class_index_shape, expect, same_shape
from gradlab.compute.losses.targets import CLASS
from gradlab.compute.losses.weights import CONSTANT_WEIGHT, factor

# PyTorch has no half precision of these on the CPU.
FULL_PRECISION = DTYPES[:2]

_SCORE = Slider(-3.0, 3.0, 0.05)
_SCORES = TensorArgument("input", (0.5, 1.0, -0.75, -1.25, 0.25, 1.75, -2.0, 0.75), _SCORE)
_LABELS = (1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0)
SIGN = TensorArgument("target", _LABELS, kind="choice", choices=(-1.0, 1.0), differentiable=False, symbol="y")
_CLASSES = TensorArgument(
    "target",
    (0, -1, 1, 1, -1, -1, -1, -1),
    kind="class_index",
    differentiable=False,
    classes=lambda shapes: range(-1, shapes["input"][-1]),
    symbol="Y",
)


def margin(default: float, domain: Interval = Interval(), slider: Slider = Slider(0.0, 3.0, 0.1)) -> Parameter:  # noqa: B008
    """The margin of a loss, `m` in its formula."""
    return Parameter("margin", default, domain, slider, symbol="m")


def _multi_margin_rows(
    input: Tensor, target: Tensor, reduction: str, p: int, margin: float, weight: Tensor | None = None
) -> Tensor:
    losses = F.multi_margin_loss(input.flatten(0, -2), target.flatten(), p, margin, reduction="none")
    losses = losses.view(target.shape)
    if weight is not None:
        losses = losses * weight.gather(-1, target.reshape(len(weight), -1)).view(target.shape)
    return reduce_rows(losses, reduction)


def _multilabel_margin_rows(input: Tensor, target: Tensor, reduction: str) -> Tensor:
    losses = F.multilabel_margin_loss(input.flatten(0, -2), target.flatten(0, -2), reduction="none")
    return reduce_rows(losses.view(input.shape[:-1]), reduction)


def _multilabel_shape(shapes: Mapping[str, Shape]) -> Shape:
    """As many class indices as classes, -1 where there are fewer; one loss for each sample."""
    logits = class_axis(shapes)
    expect(shapes, "target", logits)
    return logits[:-1]


def _multi_margin_derivative(p: int = 1, weight: bool = False, **_: object) -> str:
    slope = r"2\max(0, m - x_y + x_c)" if p == 2 else "[m - x_y + x_c > 0]"
    return (
        rf"\frac{{1}}{{C}}{factor(weight, 'w_y')}\begin{{cases}}d_c & c \ne y\\ "
        rf"-\sum_{{k \ne y}} d_k & \text{{otherwise}}\end{{cases}}, \quad d_c = {slope}"
    )


MARGINS = (
    Loss(
        name="soft_margin_loss",
        brief="ln(1 + e^(−x·y))",
        family="margins",
        function=F.soft_margin_loss,
        rows=unreduced_rows(F.soft_margin_loss),
        tensors=(TensorArgument("input", _SCORES.defaults, Slider(-8.0, 8.0, 0.05)), SIGN),
        output_shape=same_shape,
        formula=r"\ln (1 + e^{-y x})",
        derivative=r"\frac{-y}{1 + e^{y x}}",
        code="F.soft_margin_loss(input, target{options})",
        reference=functional_page("soft_margin_loss"),
        exact_rows=of_powers_of_two,
    ),
    Loss(
        name="hinge_embedding_loss",
        brief="x if y = 1 else max(0, m − x)",
        family="margins",
        function=F.hinge_embedding_loss,
        rows=unreduced_rows(F.hinge_embedding_loss),
        tensors=(
            TensorArgument("input", (0.5, 0.75, 1.5, 2.0, 0.25, 2.5, 0.4, 1.75), Slider(0.0, 3.0, 0.05)),
            SIGN,
        ),
        output_shape=same_shape,
        formula=r"\begin{cases}x & y = 1\\ \max(0, m - x) & \text{otherwise}\end{cases}",
        derivative=r"\begin{cases}1 & y = 1\\ -[x < m] & \text{otherwise}\end{cases}",
        code="F.hinge_embedding_loss(input, target{options})",
        reference=functional_page("hinge_embedding_loss"),
        parameters=(margin(1.0),),
        size=2,
    ),
    Loss(
        name="margin_ranking_loss",
        brief="max(0, m − y(x₁ − x₂))",
        family="margins",
        function=F.margin_ranking_loss,
        rows=unreduced_rows(F.margin_ranking_loss),
        tensors=(
            TensorArgument("input1", (0.5, 1.0, -0.75, -1.25, 0.25, 1.75, -2.0, 0.75), _SCORE, symbol="x_1"),
            TensorArgument("input2", (1.25, 0.5, 0.75, -2.0, 1.0, 0.5, -1.25, 1.5), _SCORE, symbol="x_2"),
            TensorArgument("target", _LABELS, kind="choice", choices=(-1.0, 1.0), symbol="y"),
        ),
        output_shape=same_shape,
        formula=r"\max(0, -y\,(x_1 - x_2) + m)",
        derivative=r"-y\,[-y\,(x_1 - x_2) + m > 0]",
        other_derivatives=(("input2", r"y\,[-y\,(x_1 - x_2) + m > 0]"),),
        code="F.margin_ranking_loss(input1, input2, target{options})",
        reference=functional_page("margin_ranking_loss"),
        parameters=(margin(0.0),),
    ),
    Loss(
        name="multi_margin_loss",
        brief="1/C Σ max(0, m − x[y] + x[c])",
        family="margins",
        function=F.multi_margin_loss,
        rows=_multi_margin_rows,
        tensors=(_SCORES, CLASS, CONSTANT_WEIGHT),
        output_shape=class_index_shape,
        formula=lambda p=1, weight=False, **_: (
            rf"\frac{{1}}{{C}}{factor(weight, 'w_y')}\sum_{{c \ne y}} \max(0, m - x_y + x_c)" + ("^2" if p == 2 else "")
        ),
        derivative=_multi_margin_derivative,
        code="F.multi_margin_loss(input, target{options})",
        reference=functional_page("multi_margin_loss"),
        parameters=(Parameter("p", 1, Interval(1, 2), choices=(1, 2)), margin(1.0)),
        divisor=count_rows,
        sizes=(2, 8),
        size=3,
        advanced=True,
        dtypes=FULL_PRECISION,
    ),
    Loss(
        name="multilabel_margin_loss",
        brief="1/C Σ max(0, 1 − x[j] + x[k])",
        family="margins",
        function=F.multilabel_margin_loss,
        rows=_multilabel_margin_rows,
        tensors=(_SCORES, _CLASSES),
        output_shape=_multilabel_shape,
        formula=r"\frac{1}{C}\sum_{j \in Y} \sum_{k \notin Y} \max(0, 1 - x_j + x_k)",
        derivative=(
            r"\frac{1}{C}\begin{cases}-\sum_{k \notin Y} [1 - x_c + x_k > 0] & c \in Y\\ "
            r"\sum_{j \in Y} [1 - x_j + x_c > 0] & \text{otherwise}\end{cases}"
        ),
        code="F.multilabel_margin_loss(input, target{options})",
        reference=functional_page("multilabel_margin_loss"),
        divisor=count_rows,
        sizes=(2, 8),
        size=4,
        advanced=True,
        dtypes=FULL_PRECISION,
    ),
)
