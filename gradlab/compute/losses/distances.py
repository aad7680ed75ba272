"""Losses of vectors: two that should point the same way or not, three of which two should be close."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from gradlab.compute.losses.loss import Interval, Loss, Parameter, Slider, TensorArgument
from gradlab.compute.losses.margins import SIGN, margin
from gradlab.compute.losses.reduction import count_rows, reduce_rows, unreduced_rows
from gradlab.compute.losses.reference import functional_page
from gradlab.compute.losses.shapes import Shape, expect, no_axis

_COORDINATE = Slider(-3.0, 3.0, 0.05)
_SWAP = Parameter("swap", default=False, choices=(False, True))
_POSITIVE_MARGIN = margin(1.0, Interval(low=0.0, open=True), Slider(0.1, 3.0, 0.1))


def _vectors(*symbols: str) -> Callable[[Mapping[str, Shape]], Shape]:
    """The shape of one loss for each vector: all these tensors `[D]` or `[N, D]`, the target `[]` or `[N]`."""

    def shape(shapes: Mapping[str, Shape]) -> Shape:
        """The shape of the losses: one for each pair of vectors."""
        vectors = shapes[symbols[0]]
        if len(vectors) not in (1, 2):
            raise ValueError(f"expected {symbols[0]} of shape [D] or [N, D], got {list(vectors)}")
        for name in symbols[1:]:
            expect(shapes, name, vectors)
        expect(shapes, "target", vectors[:-1])
        return vectors[:-1]

    return shape


def _cosine_rows(input1: Tensor, input2: Tensor, target: Tensor, reduction: str, margin: float) -> Tensor:
    losses = F.cosine_embedding_loss(
        input1.flatten(0, -2), input2.flatten(0, -2), target.flatten(), margin, reduction="none"
    )
    return reduce_rows(losses.view(target.shape), reduction)


_WHERE_COSINE = r", \quad s = \frac{\sum_k a_k b_k}{\lVert a\rVert_2 \lVert b\rVert_2}"


class Distance(NamedTuple):
    """A `distance_function`: how a program writes it, and its LaTeX, of two vectors.

    `derivative` is that of `distance`, its value, in an element of the first vector.
    """

    of: Callable[[Tensor, Tensor], Tensor]
    code: str
    formula: Callable[[str, str], str]
    derivative: Callable[[str, str, str], str]


DISTANCES = {
    "pairwise_distance": Distance(
        F.pairwise_distance,
        "F.pairwise_distance",
        lambda a, b: rf"\lVert {a} - {b} + 10^{{-6}}\rVert_2",
        lambda a, b, distance: rf"\frac{{{a}_c - {b}_c + 10^{{-6}}}}{{{distance}}}",
    ),
    "squared_distance": Distance(
        lambda a, b: (a - b).square().sum(-1),
        "lambda a, b: (a - b).square().sum(-1)",
        lambda a, b: rf"\sum_k ({a}_k - {b}_k)^2",
        lambda a, b, distance: rf"2\,({a}_c - {b}_c)",  # noqa: ARG005
    ),
    "cosine_distance": Distance(
        lambda a, b: 1 - torch.cosine_similarity(a, b, dim=-1),
        "lambda a, b: 1 - F.cosine_similarity(a, b, dim=-1)",
        lambda a, b: rf"1 - \frac{{\sum_k {a}_k {b}_k}}{{\lVert {a}\rVert_2 \lVert {b}\rVert_2}}",
        lambda a, b, distance: (
            rf"(\frac{{(1 - {distance})\,{a}_c}}{{\lVert {a}\rVert_2^2}}"
            rf" - \frac{{{b}_c}}{{\lVert {a}\rVert_2 \lVert {b}\rVert_2}})"
        ),
    ),
}


def _norm(p: float) -> Distance:
    """The distance of `triplet_margin_loss`: the p-norm of the difference, to which `eps` is added."""

    def derivative(a: str, b: str, distance: str) -> str:
        """The distance differentiated in one component, in LaTeX."""
        part = rf"{a}_c - {b}_c + \epsilon"
        if p == 2:
            return rf"\frac{{{part}}}{{{distance}}}"
        sign, power = rf"\operatorname{{sign}}({part})", f"{p - 1:g}"
        return sign if p == 1 else rf"{sign}\,\frac{{\lvert {part}\rvert^{{{power}}}}}{{{distance}^{{{power}}}}}"

    return Distance(F.pairwise_distance, "", lambda a, b: rf"\lVert {a} - {b} + \epsilon\rVert_{{{p:g}}}", derivative)


def _triplet_formula(distance: Distance, swap: bool) -> str:
    return rf"\max(0, s - {_far(swap)} + m){_where_distances(distance, swap)}"


def _triplet_derivative(distance: Distance, swap: bool) -> str:
    nearer = r"[t < r]\," if swap else ""
    slope = f"{distance.derivative('a', 'p', 's')} - {nearer}{distance.derivative('a', 'n', 't')}"
    return rf"[s - {_far(swap)} + m > 0]\,({slope})"


def _far(swap: bool) -> str:
    return r"\min(t, r)" if swap else "t"


def _where_distances(distance: Distance, swap: bool) -> str:
    pairs = {"s": ("a", "p"), "t": ("a", "n"), **({"r": ("p", "n")} if swap else {})}
    return "".join(rf", \quad {name} = {distance.formula(*pair)}" for name, pair in pairs.items())


def _triplet_with_distance(
    anchor: Tensor, positive: Tensor, negative: Tensor, distance_function: str, **options: Any
) -> Tensor:
    """PyTorch's loss with one of the distances that have a name here."""
    distance = DISTANCES[distance_function].of
    return F.triplet_margin_with_distance_loss(anchor, positive, negative, distance_function=distance, **options)


_TRIPLET = (
    TensorArgument("anchor", (0.5, -1.0, 1.25, 0.75, -0.5, 2.0, -1.5, 0.25), _COORDINATE, symbol="a"),
    TensorArgument("positive", (1.5, 0.5, 0.75, 1.25, -1.0, 1.0, 0.25, -0.75), _COORDINATE, symbol="p"),
    TensorArgument("negative", (-1.0, -0.75, 2.0, 0.5, 0.25, 1.5, -0.5, 1.0), _COORDINATE, symbol="n"),
)

DISTANCE_LOSSES = (
    Loss(
        name="cosine_embedding_loss",
        brief="1 − cos(a, b) if y = 1 else max(0, cos(a, b) − m)",
        family="margins",
        function=F.cosine_embedding_loss,
        rows=_cosine_rows,
        tensors=(
            TensorArgument("input1", (0.5, -1.0, 1.25, 0.75, -0.5, 2.0, -1.5, 0.25), _COORDINATE, symbol="a"),
            TensorArgument("input2", (1.5, 0.5, 0.75, 1.25, -1.0, 1.0, 0.25, -0.75), _COORDINATE, symbol="b"),
            replace(SIGN, shape=no_axis),
        ),
        output_shape=_vectors("input1", "input2"),
        formula=rf"\begin{{cases}}1 - s & y = 1\\ \max(0, s - m) & \text{{otherwise}}\end{{cases}}{_WHERE_COSINE}",
        derivative=(
            r"\begin{cases}-d_c & y = 1\\ [s > m]\,d_c & \text{otherwise}\end{cases}, "
            r"\quad d_c = \frac{b_c}{\lVert a\rVert_2 \lVert b\rVert_2} - \frac{s\,a_c}{\lVert a\rVert_2^2}"
        ),
        code="F.cosine_embedding_loss(input1, input2, target{options})",
        reference=functional_page("cosine_embedding_loss"),
        parameters=(margin(0.0, Interval(-1.0, 1.0), Slider(-1.0, 1.0, 0.05)),),
        divisor=count_rows,
        sizes=(2, 8),
        size=2,
    ),
    Loss(
        name="triplet_margin_loss",
        brief="max(0, ‖a − p‖ − ‖a − n‖ + m)",
        family="margins",
        function=F.triplet_margin_loss,
        rows=unreduced_rows(F.triplet_margin_loss),
        tensors=_TRIPLET,
        output_shape=_vectors("anchor", "positive", "negative"),
        formula=lambda p=2.0, swap=False, **_: _triplet_formula(_norm(p), swap),
        derivative=lambda p=2.0, swap=False, **_: _triplet_derivative(_norm(p), swap),
        code="F.triplet_margin_loss(anchor, positive, negative{options})",
        reference=functional_page("triplet_margin_loss"),
        parameters=(
            _POSITIVE_MARGIN,
            Parameter("p", 2.0, Interval(low=1.0), choices=(1.0, 2.0, 3.0)),
            Parameter("eps", 1e-6, Interval(low=0.0), choices=(1e-8, 1e-6, 1e-3, 0.1), symbol=r"\epsilon"),
            _SWAP,
        ),
        divisor=count_rows,
        sizes=(1, 8),
        size=2,
    ),
    Loss(
        name="triplet_margin_with_distance_loss",
        brief="max(0, d(a, p) − d(a, n) + m)",
        family="margins",
        function=_triplet_with_distance,
        rows=unreduced_rows(_triplet_with_distance),
        tensors=_TRIPLET,
        output_shape=_vectors("anchor", "positive", "negative"),
        formula=lambda distance_function, swap=False, **_: _triplet_formula(DISTANCES[distance_function], swap),
        derivative=lambda distance_function, swap=False, **_: _triplet_derivative(DISTANCES[distance_function], swap),
        code="F.triplet_margin_with_distance_loss(anchor, positive, negative{options})",
        reference=functional_page("triplet_margin_with_distance_loss"),
        parameters=(
            Parameter(
                "distance_function",
                "pairwise_distance",
                choices=tuple(DISTANCES),
                code=lambda name: DISTANCES[name].code,
            ),
            _POSITIVE_MARGIN,
            _SWAP,
        ),
        divisor=count_rows,
        sizes=(2, 8),
        size=2,
        advanced=True,
    ),
)
