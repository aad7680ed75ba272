"""The allow-list: every operator and function that a formula may use, how torch computes it, and how it is written."""

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from math import e, inf, pi
from typing import Any

import torch
from torch.nn import functional as F

TENSORS = ("A", "y")
CONSTANTS = {"pi": pi, "e": e}


class Strength(IntEnum):
    """How strongly a written operation holds together; what is weaker than its place wants gets brackets."""

    OPEN = 0
    OR = 1
    AND = 2
    SUM = 3
    NEGATIVE = 4
    PRODUCT = 5
    POWER = 6
    ATOM = 7


@dataclass(frozen=True)
class Form:
    """How an operation is written: `{0}`, `{1}` are its operands, `{all}` all of them with commas, `{bracketed}` those
    in brackets.

    strength: of the whole. wanted: of each operand, for it to stand without brackets.
    """

    template: str
    strength: Strength = Strength.ATOM
    wanted: tuple[Strength, ...] = (Strength.OPEN,)


@dataclass(frozen=True)
class Operation:
    """One operator or function. `compute` takes tensors whose last axis is that of the elements.

    arity: the fewest and the most operands. values: how many of them may depend on a tensor; the others are numbers.
    least: what the numbers behind them are at least.
    numbers: how many of the values may be Python numbers; torch's functions mostly take tensors alone.
    options: how it is written in LaTeX with one, two more operands than the fewest.
    reduces: it makes one number of all elements, and is only told of at least so many `elements`.
    condition: it is a comparison, or `joins` two of them. detaches: autograd takes its value for a constant.
    slopes: its derivative in each of its values, as formulas of them: `A` is the first, `y` the second. None where
    elements mix, where a derivative is not worth writing, and of `where`, which has its own rule.
    """

    name: str
    compute: Callable[..., Any]
    latex: Form
    code: Form
    arity: tuple[int, int] = (1, 1)
    values: int = 1
    least: float = -inf
    numbers: int = 0
    options: tuple[Form, ...] = ()
    reduces: bool = False
    elements: int = 1
    condition: bool = False
    joins: bool = False
    detaches: bool = False
    slopes: tuple[str, ...] = ()


_ANY, _OR, _AND, _SUM, _NEGATIVE, _PRODUCT, _POWER, _ATOM = Strength


def _infix(sign: str, compute: Callable[..., Any], latex: Form, code: Form | None = None, **fields: Any) -> Operation:
    return Operation(sign, compute, latex, code or latex, arity=(2, 2), values=2, numbers=1, **fields)


PLUS = _infix("+", operator.add, Form("{0} + {1}", _SUM, (_SUM, _PRODUCT)), slopes=("1", "1"))
MINUS = _infix("-", operator.sub, Form("{0} - {1}", _SUM, (_SUM, _PRODUCT)), slopes=("1", "-1"))
TIMES = _infix(
    "*",
    operator.mul,
    Form(r"{0} \cdot {1}", _PRODUCT, (_NEGATIVE, _PRODUCT)),
    Form("{0}*{1}", _PRODUCT, (_NEGATIVE, _POWER)),
    slopes=("y", "A"),
)
OVER = _infix(
    "/",
    operator.truediv,
    Form(r"\frac{{{0}}}{{{1}}}", _PRODUCT),
    Form("{0}/{1}", _PRODUCT, (_NEGATIVE, _POWER)),
    slopes=("1/y", "-A/y**2"),
)
TO_THE = _infix(
    "**",
    operator.pow,
    Form("{0}^{{{1}}}", _POWER, (_ATOM, _ANY)),
    Form("{0}**{1}", _POWER, (_ATOM, _POWER)),
    slopes=("y*A**(y - 1)", "log(A)*A**y"),
)
_MINUS_SIGN = Form("-{0}", _NEGATIVE, (_PRODUCT,))
NEGATIVE = Operation("-", operator.neg, _MINUS_SIGN, _MINUS_SIGN, numbers=1, slopes=("-1",))
OPERATORS = {operation.name: operation for operation in (PLUS, MINUS, TIMES, OVER, TO_THE)}


def _comparison(sign: str, compute: Callable[..., Any], latex: str) -> Operation:
    """A comparison. Mathematics joins two of them without brackets; Python's & and | hold together more strongly."""
    wanted = (_SUM, _SUM)
    forms = (Form(f"{{0}} {latex} {{1}}", _SUM, wanted), Form(f"{{0}} {sign} {{1}}", _ANY, wanted))
    return _infix(sign, compute, *forms, condition=True)


COMPARISONS = {
    comparison.name: comparison
    for comparison in (
        _comparison("<", operator.lt, "<"),
        _comparison("<=", operator.le, r"\le"),
        _comparison(">", operator.gt, ">"),
        _comparison(">=", operator.ge, r"\ge"),
        _comparison("==", operator.eq, "="),
        _comparison("!=", operator.ne, r"\ne"),
    )
}
_BOTH = _infix(
    "&",
    operator.and_,
    Form(r"{0} \land {1}", _AND, (_AND, _AND)),
    Form("{0} & {1}", _AND, (_AND, _SUM)),
    condition=True,
    joins=True,
)
_EITHER = _infix(
    "|",
    operator.or_,
    Form(r"{0} \lor {1}", _OR, (_OR, _OR)),
    Form("{0} | {1}", _OR, (_OR, _AND)),
    condition=True,
    joins=True,
)
JOINERS = {joiner.name: joiner for joiner in (_BOTH, _EITHER)}
CONDITIONS = COMPARISONS | JOINERS
# By De Morgan of those that join two: not both is the opposite of the one or of the other.
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "&": "|", "|": "&"}


def _named(spelling: str, latex: str | Form = "", *, code: str = "{all}", **fields: Any) -> Operation:
    """A function by its spelling in PyTorch, such as `torch.sin`; its last part is its name in a formula."""
    module, _, name = spelling.partition(".")
    if isinstance(latex, str):
        symbol = latex or r"\operatorname{{" + name.replace("_", r"\_") + "}}"
        latex = Form(f"{symbol}{{bracketed}}", _POWER)
    fields = {"compute": getattr({"torch": torch, "F": F}[module], name), **fields}
    return Operation(name, latex=latex, code=Form(f"{spelling}({code})"), **fields)


def _reduction(spelling: str, compute: Callable[..., Any], latex: str | Form = "", **fields: Any) -> Operation:
    """A reduction of the last axis. It keeps the axis, with one element, so that `A - mean(A)` is right in a batch."""

    def of_rows(x: Any, *options: float) -> Any:
        return compute(x, *options, dim=-1, keepdim=True)

    return _named(spelling, latex, compute=of_rows, reduces=True, **fields)


def _between(left: str, right: str, strength: Strength = _ATOM) -> Form:
    return Form(f"{left}{{0}}{right}", strength)


# A constant to autograd: `A + detach(round(A) - A)` is the straight-through estimator, round(A) with the slope of A.
_DETACH = Operation(
    "detach",
    torch.detach,
    Form(r"\operatorname{{detach}}{bracketed}", _POWER),
    Form("{0}.detach()", _ATOM, (_ATOM,)),
    detaches=True,
    slopes=("0",),
)
# `softplus(A, beta, threshold)` is A itself where beta·A is beyond the threshold.
_FACTORS = (_PRODUCT, _PRODUCT)
_SOFTPLUS = Form(r"\frac{{1}}{{{1}}} \ln\left(1 + e^{{{1} \cdot {0}}}\right)", _PRODUCT, _FACTORS)
_BELOW = r"{1} \cdot {0} \le {2} \\ {0} & {1} \cdot {0} > {2}"
_SOFTPLUS_BELOW = Form(rf"\begin{{{{cases}}}}{_SOFTPLUS.template} & {_BELOW}\end{{{{cases}}}}", _ANY, _FACTORS)

_FUNCTIONS = (
    _named("torch.sin", r"\sin", slopes=("cos(A)",)),
    _named("torch.cos", r"\cos", slopes=("-sin(A)",)),
    _named("torch.tan", r"\tan", slopes=("1/cos(A)**2",)),
    _named("torch.asin", r"\arcsin", slopes=("1/sqrt(1 - A**2)",)),
    _named("torch.acos", r"\arccos", slopes=("-1/sqrt(1 - A**2)",)),
    _named("torch.atan", r"\arctan", slopes=("1/(1 + A**2)",)),
    _named("torch.sinh", r"\sinh", slopes=("cosh(A)",)),
    _named("torch.cosh", r"\cosh", slopes=("sinh(A)",)),
    _named("torch.tanh", r"\tanh", slopes=("1 - tanh(A)**2",)),
    _named("torch.exp", _between("e^{{", "}}", _POWER), slopes=("exp(A)",)),
    _named("torch.expm1", _between("e^{{", "}} - 1", _SUM), slopes=("exp(A)",)),
    _named("torch.log", r"\ln", slopes=("1/A",)),
    _named("torch.log2", r"\log_{{2}}", slopes=("1/(A*log(2))",)),
    _named("torch.log10", r"\log_{{10}}", slopes=("1/(A*log(10))",)),
    _named("torch.log1p", Form(r"\ln\left(1 + {0}\right)", _POWER, (_PRODUCT,)), slopes=("1/(1 + A)",)),
    _named("torch.sqrt", _between(r"\sqrt{{", "}}"), slopes=("1/(2*sqrt(A))",)),
    _named("torch.square", Form("{0}^{{2}}", _POWER, (_ATOM,)), slopes=("2*A",)),
    _named("torch.reciprocal", _between(r"\frac{{1}}{{", "}}", _PRODUCT), slopes=("-1/A**2",)),
    _named("torch.abs", _between(r"\lvert ", r"\rvert"), slopes=("sign(A)",)),
    _named("torch.sign", slopes=("0",)),
    _named("torch.floor", _between(r"\lfloor ", r"\rfloor"), slopes=("0",)),
    _named("torch.ceil", _between(r"\lceil ", r"\rceil"), slopes=("0",)),
    _named("torch.round", slopes=("0",)),
    _named("torch.erf", slopes=("2*exp(-A**2)/sqrt(pi)",)),
    _named("torch.sigmoid", r"\sigma", slopes=("sigmoid(A)*(1 - sigmoid(A))",)),
    _named("torch.relu", _between(r"\max\left(0, ", r"\right)", _POWER), slopes=("where(A > 0, 1, 0)",)),
    _named("F.logsigmoid", r"\ln\sigma", slopes=("1 - sigmoid(A)",)),
    _named(
        "F.softplus",
        _between(r"\ln\left(1 + e^{{", r"}}\right)", _POWER),
        arity=(1, 3),
        options=(
            _SOFTPLUS,
            Form(rf"\begin{{{{cases}}}}{_SOFTPLUS.template} & {_BELOW}\end{{{{cases}}}}", _ANY, _FACTORS),
        ),
        slopes=("sigmoid(A)",),
    ),
    _named("F.gelu", slopes=("(1 + erf(A/sqrt(2)))/2 + A*exp(-A**2/2)/sqrt(2*pi)",)),
    _named("F.silu", slopes=("sigmoid(A) + A*sigmoid(A)*(1 - sigmoid(A))",)),
    _named("F.selu"),
    _named("F.elu", arity=(1, 2), slopes=("where(A > 0, 1, exp(A))",)),
    _named("F.leaky_relu", arity=(1, 2), slopes=("where(A > 0, 1, 0.01)",)),
    _named("torch.maximum", r"\max", arity=(2, 2), values=2, slopes=("where(A > y, 1, 0)", "where(A > y, 0, 1)")),
    _named("torch.minimum", r"\min", arity=(2, 2), values=2, slopes=("where(A < y, 1, 0)", "where(A < y, 0, 1)")),
    _named("torch.clamp", arity=(3, 3)),
    _named(
        "torch.xlogy",
        Form(r"{0}\,\ln({1})", _PRODUCT, (_PRODUCT,)),
        arity=(2, 2),
        values=2,
        slopes=("log(y)", "A/y"),
    ),
    _DETACH,
    _reduction("torch.sum", torch.sum),
    _reduction("torch.mean", torch.mean),
    # Both divide by n - 1, and one element alone has none.
    _reduction("torch.std", torch.std, elements=2),
    _reduction("torch.var", torch.var, elements=2),
    _reduction("torch.prod", torch.prod),
    # With ties, max and min of a whole tensor share the gradient out as amax does; max along an axis does not.
    _reduction("torch.max", torch.amax, r"\max"),
    _reduction("torch.min", torch.amin, r"\min"),
    _reduction(
        "torch.norm",
        torch.linalg.vector_norm,
        _between(r"\lVert ", r"\rVert"),
        arity=(1, 2),
        least=1.0,
        options=(Form(r"\lVert {0}\rVert_{{{1}}}"),),
    ),
    _reduction("torch.logsumexp", torch.logsumexp, code="{all}, -1"),
    _named("torch.softmax", code="{all}, -1", compute=lambda x: torch.softmax(x, -1)),
    _named("torch.log_softmax", code="{all}, -1", compute=lambda x: torch.log_softmax(x, -1)),
)

_POW = replace(TO_THE, name="pow")
WHERE = Operation(
    "where",
    torch.where,
    Form(r"\begin{{cases}}{1} & {0} \\ {2} & {otherwise}\end{{cases}}", _ANY),
    Form("torch.where({all})"),
    arity=(3, 3),
    values=3,
    numbers=1,
)
FUNCTIONS = {function.name: function for function in (*_FUNCTIONS, _POW, WHERE)}

# What readers write who mean another name.
OTHER_NAMES = {
    **dict.fromkeys(("x", "X", "a", "input"), "A"),
    **dict.fromkeys(("Y", "t", "target"), "y"),
    "ln": torch.log.__name__,
    "and": "&",
    "or": "|",
    "arcsin": torch.asin.__name__,
    "arccos": torch.acos.__name__,
    "arctan": torch.atan.__name__,
}
