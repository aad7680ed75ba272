"""A formula as a tree of numbers, tensors and calls, checked as it grows: what does not fit is never built."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from math import inf, isfinite, nan
from typing import Any

import torch

from gradlab.compute.expression.operations import FUNCTIONS, TO_THE, WHERE, Operation
from gradlab.compute.expression.problems import ExpressionError

NUMBER = 1e12
EXPONENT = 100


class Extent(IntEnum):
    """What a node holds: a number without a tensor, one number for the whole tensor, or one for each element."""

    NUMBER = 0
    ONE = 1
    EACH = 2


@dataclass(frozen=True)
class Number:
    """A number; `name` where it was written as `pi` or `e`."""

    value: float
    name: str = ""
    column: int = field(default=1, compare=False)
    extent = Extent.NUMBER


@dataclass(frozen=True)
class Variable:
    """A tensor, or one element of its last axis."""

    tensor: str
    index: int | None = None
    column: int = field(default=1, compare=False)
    value = None

    @property
    def extent(self) -> Extent:
        """One number for each element, or one for all."""
        return Extent.EACH if self.index is None else Extent.ONE


@dataclass(frozen=True)
class Call:
    """An operation on its operands; `value` where all of them are numbers."""

    operation: Operation
    operands: tuple["Node", ...]
    value: float | None
    column: int = field(default=1, compare=False)

    @property
    def extent(self) -> Extent:
        """The widest of the operands', unless they are reduced to one."""
        widest = max(operand.extent for operand in self.operands)
        return min(widest, Extent.ONE) if self.operation.reduces else widest


Node = Number | Variable | Call


def number(written: str, column: int) -> Number:
    """A number as it was written, within bounds."""
    return Number(_bounded(float(written), column), column=column)


def call(operation: Operation, operands: tuple[Node, ...], column: int) -> Call:
    """The operation on these operands; raises ExpressionError where they do not fit it."""
    _check_arity(operation, operands, column)
    _check_conditions(operation, operands, column)
    for operand in operands[operation.values :]:
        if operand.value is None:
            raise ExpressionError("constant_argument", operand.column, {"name": operation.name})
        if operand.value < operation.least:
            details = {"name": operation.name, "limit": f"{operation.least:g}", "got": f"{operand.value:g}"}
            raise ExpressionError("small_argument", operand.column, details)
    if operation.elements > 1 and operands[0].extent < Extent.EACH:
        raise ExpressionError("one_element", operands[0].column, {"name": operation.name})
    if operation.compute is TO_THE.compute:
        _check_exponent(operands[1])
    numbers = [operand.value for operand in operands]
    value = None if None in numbers or operation.condition else _value(operation, numbers, column)
    return Call(operation, operands, value, column)


def numbers_as_tensors(node: Call) -> list[int]:
    """The places of the operands that are numbers and have to be made tensors, for torch to take them."""
    if node.value is not None:
        return []
    values = node.operands[: node.operation.values]
    numbers = [place for place, operand in enumerate(values) if operand.value is not None]
    return numbers[: max(0, len(numbers) - node.operation.numbers)]


def variables(node: Node, *, conditions: bool = True) -> Iterator[Variable]:
    """The tensors in a formula; without `conditions` only those that autograd knows its value to vary with."""
    if isinstance(node, Variable):
        yield node
    elif isinstance(node, Call) and (conditions or not (node.operation.condition or node.operation.detaches)):
        for operand in node.operands:
            yield from variables(operand, conditions=conditions)


def elements_needed(node: Node) -> int:
    """How many elements the tensors have to have, at least: for the highest index, and for what takes several."""
    if isinstance(node, Variable):
        return 1 + (node.index or 0)
    if isinstance(node, Number):
        return 1
    return max(node.operation.elements, *map(elements_needed, node.operands))


def is_condition(node: Node) -> bool:
    """Whether the node is a comparison, or joins two."""
    return isinstance(node, Call) and node.operation.condition


def _check_arity(operation: Operation, operands: tuple[Node, ...], column: int) -> None:
    fewest, most = operation.arity
    if fewest <= len(operands) <= most:
        return
    of_several = f"{operation.name}imum"  # max and maximum, min and minimum
    if len(operands) > most and of_several in FUNCTIONS:
        raise ExpressionError("one_argument", column, {"name": operation.name, "expected": of_several})
    expected = str(most) if fewest == most else f"{fewest}–{most}"
    raise ExpressionError("arguments", column, {"name": operation.name, "expected": expected, "got": len(operands)})


def _check_conditions(operation: Operation, operands: tuple[Node, ...], column: int) -> None:
    for place, operand in enumerate(operands):
        if operation.joins:
            if not is_condition(operand):
                raise ExpressionError("joined", column, {"name": operation.name})
        elif is_condition(operand) and not (operation is WHERE and place == 0):
            if operation.condition:
                raise ExpressionError("chained_comparison", column, {"name": operation.name})
            reject_comparison(operand)
    if operation is WHERE and not (is_condition(operands[0]) and operands[0].extent > Extent.NUMBER):
        raise ExpressionError("condition", operands[0].column, {"name": operation.name})


def reject_comparison(node: Node) -> None:
    """Raise the error of a comparison that stands where a value should."""
    raise ExpressionError("comparison_outside_where", node.column, {"name": node.operation.name})


def _check_exponent(exponent: Node) -> None:
    if exponent.value is not None and abs(exponent.value) > EXPONENT:
        got = f"{exponent.value:g}"
        raise ExpressionError("huge_power", exponent.column, {"limit": EXPONENT, "got": got})


def _value(operation: Operation, numbers: list[float], column: int) -> float:
    """The number that an operation makes of numbers, as torch does with functions and Python with operators."""
    try:
        value = _computed(operation, numbers)
    except OverflowError:  # of a power, which has no other way to be infinite
        return _bounded(inf, column)
    except ZeroDivisionError:
        value = nan
    if isinstance(value, complex) or not isfinite(value):
        raise ExpressionError("no_value", column, {"name": operation.name})
    return _bounded(value, column)


def _computed(operation: Operation, numbers: list[float]) -> Any:
    if operation.numbers:
        return operation.compute(*numbers)
    values = [torch.tensor(number, dtype=torch.float64) for number in numbers[: operation.values]]
    return operation.compute(*values, *numbers[operation.values :]).item()


def _bounded(value: float, column: int) -> float:
    if abs(value) > NUMBER:
        raise ExpressionError("huge_number", column, {"limit": f"{NUMBER:g}", "got": f"{value:g}"})
    return value
