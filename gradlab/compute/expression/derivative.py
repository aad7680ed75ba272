"""The derivative of a formula, by the rules of school: of each element in itself, where elements do not mix."""

from functools import cache

from gradlab.compute.expression.operations import MINUS, NEGATIVE, OVER, PLUS, TIMES, TO_THE, WHERE, Operation
from gradlab.compute.expression.parser import tree_of
from gradlab.compute.expression.problems import ExpressionError
from gradlab.compute.expression.tokens import tokens
from gradlab.compute.expression.tree import Call, Node, Number, Variable, call

_ZERO, _ONE = Number(0.0), Number(1.0)


def derivative(node: Node, tensor: str = "A") -> Node | None:
    """∂/∂A or ∂/∂y of a formula, as a formula; None where there is no rule: elements mix, or a function is rare.

    At a kink it takes one side or 0, as PyTorch does, though not always the same.
    """
    try:
        return _derivative(node, tensor)
    except (_NoRuleError, ExpressionError):  # the second where a number in it grows too large: A**-100
        return None


class _NoRuleError(Exception):
    pass


def _derivative(node: Node, tensor: str) -> Node:
    if node.value is not None:
        return _ZERO
    if isinstance(node, Variable):
        if node.tensor != tensor:
            return _ZERO
        if node.index is not None:
            raise _NoRuleError
        return _ONE
    if node.operation is WHERE:
        condition, *values = node.operands
        return _made(WHERE, condition, *(_derivative(value, tensor) for value in values))
    return _by_the_chain_rule(node, tensor)


def _by_the_chain_rule(node: Call, tensor: str) -> Node:
    operation, operands = node.operation, node.operands
    inner = [_derivative(operand, tensor) for operand in operands[: operation.values]]
    if all(part.value == 0 for part in inner):
        return _ZERO
    if len(operation.slopes) != len(operands):
        raise _NoRuleError
    total: Node = _ZERO
    for slope, part in zip(operation.slopes, inner, strict=True):
        if part.value != 0:
            total = _made(PLUS, total, _made(TIMES, _with(_rule(slope), operands), part))
    return total


@cache
def _rule(slope: str) -> Node:
    return tree_of(tokens(slope))


def _with(rule: Node, operands: tuple[Node, ...]) -> Node:
    """The rule with the operands in place of `A` and `y`."""
    if isinstance(rule, Variable):
        return operands[0] if rule.tensor == "A" else operands[1]
    if isinstance(rule, Number):
        return rule
    return _made(rule.operation, *(_with(part, operands) for part in rule.operands))


def _made(operation: Operation, *operands: Node) -> Node:
    """The operation on these operands, as short as it is easily written."""
    made = call(operation, operands, 1)
    if made.value is not None and operation.numbers and made.value == round(made.value, 4):
        return Number(made.value) if made.value >= 0 else call(NEGATIVE, (Number(-made.value),), 1)
    if operation is WHERE and operands[1].value == operands[2].value == 0:
        return _ZERO
    shorter = _SHORTER.get(operation)
    return shorter(*operands) if shorter else made


def _sum(left: Node, right: Node) -> Node:
    if left.value == 0 or right.value == 0:
        return right if left.value == 0 else left
    opposite = _opposite(right)
    return _made(MINUS, left, opposite) if opposite else call(PLUS, (left, right), 1)


def _negative(operand: Node) -> Node:
    return _opposite(operand) or call(NEGATIVE, (operand,), 1)


def _product(left: Node, right: Node) -> Node:
    """Signs and numbers in front, one fraction, and nothing times 0 or 1."""
    if right.value is not None and left.value is None:
        left, right = right, left
    if 0 in (left.value, right.value):
        return _ZERO
    if 1 in (left.value, right.value):
        return right if left.value == 1 else left
    for factor, other in ((left, right), (right, left)):
        if opposite := _opposite(factor):
            return _negative(_product(opposite, other))
        if isinstance(factor, Call) and factor.operation is OVER and factor.value is None:
            return _quotient(_product(factor.operands[0], other), factor.operands[1])
    return call(TIMES, (left, right), 1)


def _quotient(left: Node, right: Node) -> Node:
    if left.value == 0 or right.value == 1:
        return left
    opposite = _opposite(left)
    return _negative(_quotient(opposite, right)) if opposite else call(OVER, (left, right), 1)


def _power(base: Node, exponent: Node) -> Node:
    return base if exponent.value == 1 else call(TO_THE, (base, exponent), 1)


def _opposite(node: Node) -> Node | None:
    """What stands behind the minus sign of a node that has one."""
    return node.operands[0] if isinstance(node, Call) and node.operation is NEGATIVE else None


_SHORTER = {PLUS: _sum, NEGATIVE: _negative, TIMES: _product, OVER: _quotient, TO_THE: _power}
