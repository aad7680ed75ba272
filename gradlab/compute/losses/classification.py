"""Losses of one prediction for all classes (`input`) against the correct class, or a probability for each."""

from collections.abc import Mapping

from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Companion, Loss, Slider, TensorArgument
from gradlab.compute.losses.reduction import count_rows, reduce_rows
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import Shape, class_axis, class_index_shape, expect
from gradlab.compute.losses.targets import (
    IGNORABLE_CLASS,
    IGNORE_INDEX,
    LABEL_SMOOTHING,
    count_targets,
    counted,
    cross_entropy_rows,
    nll_rows,
)
from gradlab.compute.losses.weights import CONSTANT_WEIGHT, factor

LOGITS = TensorArgument("input", (2.0, 1.0, -1.0, 0.5, 0.0, -2.0, 1.5, -0.5), Slider(-8.0, 8.0, 0.1))
SOFTMAX = Companion("softmax", lambda input, **_: input.softmax(-1))
_LOGARITHMS = TensorArgument("input", (-0.5, -1.0, -3.0, -2.0, -1.5, -4.0, -2.5, -3.5), Slider(-5.0, 0.0, 0.05))
_PROBABILITIES = TensorArgument(
    "target",
    (0.7, 0.2, 0.1, 0.0, 0.3, 0.6, 0.05, 0.05),
    Slider(0.0, 1.0, 0.05),
    symbol="y",
)

_WHERE_SOFTMAX = r", \quad p_c = \frac{e^{x_c}}{\sum_k e^{x_k}}"


def smoothed_formula(weight: bool, label_smoothing: float, ignore_index: int, **_: object) -> str:
    """Minus the logarithm of the correct class's softmax; smoothing spreads a part of it over all classes."""
    correct = rf"{factor(weight, 'w_y')}\ln p_y"
    if not label_smoothing:
        return f"-{counted(ignore_index)}{correct}"
    spread = rf"\frac{{\varepsilon}}{{C}}\sum_k {factor(weight, 'w_k')}\ln p_k"
    return rf"-{counted(ignore_index)}((1 - \varepsilon)\,{correct} + {spread})"


def smoothed_derivative(index: str, weight: bool, label_smoothing: float, ignore_index: int, **_: object) -> str:
    """Its derivative in the logit of the class that `index` stands for."""
    correct = rf"{factor(weight, 'w_y')}(p_{index} - [{index} = y])"
    if not label_smoothing:
        return counted(ignore_index) + correct
    spread = rf"(p_{index} \sum_j w_j - w_{index})" if weight else rf"(C p_{index} - 1)"
    return rf"{counted(ignore_index)}((1 - \varepsilon)\,{correct} + \frac{{\varepsilon}}{{C}}{spread})"


def _probable_formula(weight: bool = False, label_smoothing: float = 0.0, **_: object) -> str:
    """Cross-entropy against a probability for each class."""
    return rf"-\sum_k {factor(weight, 'w_k')}{_probable(label_smoothing, 'k')} \ln p_k{_WHERE_SOFTMAX}"


def _probable_derivative(weight: bool = False, label_smoothing: float = 0.0, **_: object) -> str:
    each, own = _probable(label_smoothing, "k"), _probable(label_smoothing, "c")
    weights = rf"\sum_k {factor(weight, 'w_k')}{each}"
    return rf"p_c {weights} - {factor(weight, 'w_c')}{own}"


def _probable(label_smoothing: float, index: str) -> str:
    smoothed = rf"((1 - \varepsilon)\,y_{index} + \frac{{\varepsilon}}{{C}})"
    return smoothed if label_smoothing else f"y_{index}"


def _probability_shape(shapes: Mapping[str, Shape]) -> Shape:
    """A probability and a weight for each class, one loss for each sample."""
    logits = class_axis(shapes)
    expect(shapes, "target", logits)
    return logits[:-1]


def _probability_rows(
    input: Tensor, target: Tensor, reduction: str, label_smoothing: float, weight: Tensor | None = None
) -> Tensor:
    """The rows of cross-entropy against probabilities; a weight per row and class is a factor of its probability."""
    if weight is not None:
        target = (1 - label_smoothing) * target + label_smoothing / input.shape[-1]
        target = target * (weight if input.dim() == 2 else weight[:, None])
        label_smoothing = 0.0
    losses = F.cross_entropy(
        input.flatten(0, -2), target.flatten(0, -2), reduction="none", label_smoothing=label_smoothing
    )
    return reduce_rows(losses.view(input.shape[:-1]), reduction)


CLASSIFICATION = (
    Loss(
        name="cross_entropy",
        brief="−ln softmax(x)[y]",
        family="classification",
        function=F.cross_entropy,
        rows=cross_entropy_rows,
        tensors=(LOGITS, IGNORABLE_CLASS, CONSTANT_WEIGHT),
        output_shape=class_index_shape,
        formula=lambda **chosen: smoothed_formula(**chosen) + _WHERE_SOFTMAX,
        derivative=lambda **chosen: smoothed_derivative("c", **chosen),
        code="F.cross_entropy(input, target{options})",
        reference=functional_page("cross_entropy"),
        parameters=(IGNORE_INDEX, LABEL_SMOOTHING),
        divisor=count_targets,
        companion=SOFTMAX,
        sizes=(2, 8),
        size=3,
        starred=True,
        samples=("input", "target"),
    ),
    Loss(
        name="cross_entropy_with_probabilities",
        brief="−Σ y ln softmax(x)",
        family="classification",
        function=F.cross_entropy,
        rows=_probability_rows,
        tensors=(LOGITS, _PROBABILITIES, CONSTANT_WEIGHT),
        output_shape=_probability_shape,
        formula=_probable_formula,
        derivative=_probable_derivative,
        code="F.cross_entropy(input, target{options})",
        reference=functional_page("cross_entropy"),
        parameters=(LABEL_SMOOTHING,),
        divisor=count_rows,
        companion=SOFTMAX,
        sizes=(2, 8),
        size=3,
    ),
    Loss(
        name="nll_loss",
        brief="−x[y]",
        family="classification",
        function=F.nll_loss,
        rows=nll_rows,
        tensors=(_LOGARITHMS, IGNORABLE_CLASS, CONSTANT_WEIGHT),
        output_shape=class_index_shape,
        formula=lambda ignore_index, weight, **_: rf"-{counted(ignore_index)}{factor(weight, 'w_y')}x_y",
        derivative=lambda ignore_index, weight, **_: rf"-{counted(ignore_index)}{factor(weight, 'w_y')}[c = y]",
        code="F.nll_loss(input, target{options})",
        reference=functional_page("nll_loss"),
        parameters=(IGNORE_INDEX,),
        divisor=count_targets,
        sizes=(2, 8),
        size=3,
        samples=("input", "target"),
    ),
)
