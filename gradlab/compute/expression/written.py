"""A formula as LaTeX and as PyTorch code: the same tree, each operation in the form it has there."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from gradlab.compute.expression.operations import CONDITIONS, OPPOSITES, TIMES, WHERE, Form, Strength
from gradlab.compute.expression.tree import Call, Node, Number, Variable, numbers_as_tensors

# What may stand right behind a factor without a dot: no digit (2 3), no bracket (A(3)), no fraction (2 1/3).
_LETTER = re.compile(r"[A-Za-z]|\\(?!frac|left)")

_HIGH = re.compile(r"\\(frac|begin)")


class _Written(NamedTuple):
    text: str
    strength: Strength = Strength.ATOM


def latex(node: Node) -> str:
    """The formula in LaTeX, in what KaTeX knows."""
    return _latex(node).text


def code(node: Node) -> str:
    """The formula as PyTorch code on tensors `A` and `y` of one axis."""
    return _code(node).text


def _latex(node: Node) -> _Written:
    if isinstance(node, Number):
        return _latex_number(node)
    if isinstance(node, Variable):
        return _Written(node.tensor if node.index is None else f"{node.tensor}_{{{node.index}}}")
    form, written = _latex_form(node), [_latex(operand) for operand in node.operands]
    if node.operation is TIMES and written[1].strength > Strength.NEGATIVE and _LETTER.match(written[1].text):
        form = replace(form, template=r"{0}\,{1}")
    return _filled(form, written, _latex_brackets, otherwise=_otherwise(node))


def _latex_form(node: Call) -> Form:
    """The form with as many options as are given, where it has one of its own."""
    forms = dict(enumerate((node.operation.latex, *node.operation.options), node.operation.arity[0]))
    return forms.get(len(node.operands), node.operation.latex)


def _latex_brackets(text: str) -> str:
    """Brackets as high as what stands in them."""
    return rf"\left({text}\right)" if _HIGH.search(text) else f"({text})"


def _latex_number(node: Number) -> _Written:
    if node.name:
        return _Written({"pi": r"\pi"}.get(node.name, node.name))
    digits, _, exponent = _digits(node.value).partition("e")
    if not exponent:
        return _Written(digits)
    power = f"10^{{{int(exponent)}}}"
    if digits == "1":
        return _Written(power, Strength.POWER)
    return _Written(rf"{digits} \cdot {power}", Strength.PRODUCT)


def _otherwise(node: Call) -> str:
    """The opposite of the condition of `where`, for its second line."""
    if node.operation is not WHERE:
        return ""
    return _latex(_opposite(node.operands[0])).text


def _opposite(condition: Call) -> Call:
    """What holds where the condition does not."""
    operation = CONDITIONS[OPPOSITES[condition.operation.name]]
    joined = tuple(map(_opposite, condition.operands)) if operation.joins else condition.operands
    return replace(condition, operation=operation, operands=joined)


def _code(node: Node) -> _Written:
    if isinstance(node, Number):
        return _Written(f"torch.{node.name}" if node.name else _digits(node.value))
    if isinstance(node, Variable):
        return _Written(node.tensor if node.index is None else f"{node.tensor}[{node.index}]")
    if node.value is not None and not node.operation.numbers:
        # torch's functions do not take numbers alone.
        return _Written(_digits(node.value), Strength.ATOM if node.value >= 0 else Strength.NEGATIVE)
    written = [_code(operand) for operand in node.operands]
    for place in numbers_as_tensors(node):
        written[place] = _Written(f"A.new_tensor({written[place].text})")
    return _filled(node.operation.code, written, "({})".format)


def _filled(form: Form, written: list[_Written], brackets: Callable[[str], str], **others: str) -> _Written:
    """The form with its operands, each in brackets where it is weaker than its place wants."""
    pairs = list(zip_longest(written, form.wanted[: len(written)], fillvalue=Strength.OPEN))
    texts = [part.text if part.strength >= wanted else brackets(part.text) for part, wanted in pairs]
    strength = form.strength
    if form.template.startswith("{0}") and written[0].strength >= form.wanted[0]:
        strength = min(strength, written[0].strength)  # -a*b is as weak to its left as -a
    together = ", ".join(texts)
    return _Written(form.template.format(*texts, all=together, bracketed=brackets(together), **others), strength)


def _digits(value: float) -> str:
    return repr(value).removesuffix(".0")
