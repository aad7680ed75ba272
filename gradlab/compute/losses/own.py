"""A formula of one's own as a loss: text in a parameter, read by `gradlab.compute.expression`."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from gradlab.compute.expression import parse
from gradlab.compute.losses.elementary import MIXED, WIDE
from gradlab.compute.losses.exact_rows import never
from gradlab.compute.losses.loss import Loss, Needs, Parameter, TensorArgument, Value
from gradlab.compute.losses.reduction import Divisor, reduce, reduce_rows
from gradlab.compute.losses.shapes import Shape, same_shape

LANGUAGE = "https://docs.pytorch.org/docs/2.13/torch.html#math-operations"
_OPENING = "A**2 + sin(3*A)"


def _function(reduction: str, expression: str = _OPENING, **tensors: Tensor) -> Tensor:
    return reduce(parse(expression).evaluate(**tensors), reduction)


def _rows(reduction: str, expression: str = _OPENING, **tensors: Tensor) -> Tensor:
    return reduce_rows(parse(expression).evaluate(**tensors), reduction)


def _output_shape(shapes: Mapping[str, Shape], expression: str = _OPENING) -> Shape:
    """The shape of `A`, or of a number; there has to be everything that the formula speaks of."""
    formula, shape = parse(expression), shapes["A"]
    if len(shape) != 1 or shape[0] < formula.elements_needed:
        expected = f"at least {formula.elements_needed} elements" if formula.elements_needed > 1 else "elements"
        raise ValueError(f"expected A of shape [n] with {expected}, got shape {list(shape)}")
    if formula.uses_target and "y" not in shapes:
        raise ValueError(f"expected a target y for {formula.text}, got none")
    same_shape(shapes)
    return () if formula.output_is_scalar else shape


def _needs(parameters: Mapping[str, Value]) -> Needs:
    """As many elements as the formula speaks of, and `y` where it does."""
    formula = parse(parameters["expression"])
    return Needs(formula.elements_needed, ("y",) if formula.uses_target else ())


def _count_values(tensors: Mapping[str, Tensor], parameters: Mapping[str, Value], reduction: str) -> Divisor:  # noqa: ARG001
    """Every element, or the one number that the formula is for all of them."""
    if parse(parameters["expression"]).output_is_scalar:
        return Divisor("itself", 1)
    return Divisor("elements", tensors["A"].numel())


def _code(expression: str, y: bool, **_: Any) -> str:
    return parse(expression).code(("A", "y") if y else ("A",))


OWN = (
    Loss(
        name="expression",
        brief="f(A)",
        family="own",
        function=_function,
        rows=_rows,
        tensors=(
            TensorArgument("A", MIXED, WIDE, symbol="A"),
            TensorArgument("y", (1.0, 2.0, -1.0, 1.5, -2.5, 2.0, 0.5, 3.0), WIDE, optional=True, symbol="y"),
        ),
        output_shape=_output_shape,
        formula=lambda expression, **_: parse(expression).latex,
        derivative=lambda expression, **_: parse(expression).derivative_latex_in("A"),
        other_derivatives=(("y", lambda expression, **_: parse(expression).derivative_latex_in("y")),),
        code=_code,
        reference=LANGUAGE,
        parameters=(Parameter("expression", _OPENING, check=parse),),
        divisor=_count_values,
        shaping=("expression",),
        needs=_needs,
        exact_rows=never,
        calls=lambda parameters: 1 + parse(parameters["expression"]).size / 4,
    ),
)
