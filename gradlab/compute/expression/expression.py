"""A formula that has been read: what it needs, how it is written, and its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from torch import Tensor

from gradlab.compute.expression.derivative import derivative
from gradlab.compute.expression.parser import tree_of
from gradlab.compute.expression.problems import ExpressionError
from gradlab.compute.expression.tokens import LENGTH, normalised, tokens
from gradlab.compute.expression.tree import Call, Extent, Node, Variable, elements_needed, numbers_as_tensors, variables
from gradlab.compute.expression.written import code, latex

# The length of LaTeX up to which a derivative says more than the word for it.
WRITTEN_OUT = 250


@dataclass(frozen=True)
class Expression:
    """A formula of a tensor `A` and, if it likes, a target `y`: `parse("A**2 + sin(3*A)")`.

    text: the formula as it was read, half-width. Two expressions of one text are equal.
    """

    text: str
    tree: Node = field(repr=False, compare=False)

    @cached_property
    def uses_target(self) -> bool:
        """Whether `y` occurs in it."""
        return "y" in {variable.tensor for variable in variables(self.tree)}

    @cached_property
    def elements_needed(self) -> int:
        """How many elements the tensors have to have, at least: for the highest index, and for what takes several."""
        return elements_needed(self.tree)

    @cached_property
    def size(self) -> int:
        """How many numbers, tensors and operations it is made of."""
        return _size(self.tree)

    @cached_property
    def output_is_scalar(self) -> bool:
        """Whether it is one number for a whole tensor, such as `mean(A)` or `A[0]`; else it is one for each element."""
        return self.tree.extent < Extent.EACH

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return latex(self.tree)

    def derivative_latex_in(self, tensor: str) -> str:
        """The derivative in `A` or `y` in LaTeX: written out where elements do not mix and it is not too long."""
        found = derivative(self.tree, tensor)
        if found and len(written := latex(found)) <= WRITTEN_OUT:
            return written
        return rf"\frac{{\partial}}{{\partial {tensor}}}\left({self.latex}\right)"

    def code(self, tensors: Sequence[str] = ("A",)) -> str:
        """The formula as PyTorch code, for tensors of shape `[n]`.

        With `+ 0*A` where it does not vary with `A`, one of `tensors`: PyTorch has no gradient then, and here it is 0.
        """
        constant = [name for name in tensors if name not in self._varies_with]
        reduced = ".sum()" if self.output_is_scalar else ""
        return " + ".join([code(self.tree), *(f"0*{name}{reduced}" for name in constant)])

    def evaluate(self, A: Tensor, y: Tensor | None = None) -> Tensor:
        """The value at `A` of shape `[n]`, or row by row of a batch `[N, n]`: of that shape, or without its last axis.

        Constants take on the dtype of `A`. Where the value does not vary with a tensor, its gradient is 0.
        Raises ValueError for a tensor that is missing or has too few elements.
        """
        given = {"A": A} if y is None else {"A": A, "y": y}
        self._check(given)
        value = _value(self.tree, given)
        for name, tensor in given.items():
            if name not in self._varies_with:
                # The sum of no elements: 0, whatever the elements are (0*A is NaN at infinity), and autograd knows it.
                value = value + tensor[..., :0].sum(-1, keepdim=True)
        return value.squeeze(-1) if self.output_is_scalar else value

    @cached_property
    def _varies_with(self) -> set[str]:
        return {variable.tensor for variable in variables(self.tree, conditions=False)}

    def _check(self, given: Mapping[str, Tensor]) -> None:
        if self.uses_target and "y" not in given:
            raise ValueError(f"expected a target y for {self.text}, got none")
        for name, tensor in given.items():
            if not tensor.dim() or tensor.shape[-1] < self.elements_needed:
                expected = f"{name} with at least {self.elements_needed} elements in its last axis"
                raise ValueError(f"expected {expected}, got shape {list(tensor.shape)}")

    def __reduce__(self) -> tuple[Any, ...]:
        return parse, (self.text,)


def parse(text: str) -> Expression:
    """Read a formula; raises ExpressionError, which names the problem and points at its column."""
    if not isinstance(text, str):
        raise ExpressionError("text", 1, {"got": type(text).__name__})
    read = normalised(text) if len(text) <= LENGTH else text
    if len(read) > LENGTH:
        raise ExpressionError("too_long", LENGTH + 1, {"limit": LENGTH, "got": len(read)})
    return of_normalised(read)


@lru_cache(maxsize=256)
def of_normalised(text: str) -> Expression:
    """The formula of a normalised text, kept for the next run of a page."""
    return Expression(text, tree_of(tokens(text)))


def _value(node: Node, given: Mapping[str, Tensor]) -> Any:
    """The value of a node; every tensor keeps its last axis, with one element where there is one number for all."""
    if node.value is not None:
        return node.value
    if isinstance(node, Variable):
        tensor = given[node.tensor]
        return tensor if node.index is None else tensor[..., node.index : node.index + 1]
    operands = [_value(operand, given) for operand in node.operands]
    for place in numbers_as_tensors(node):
        operands[place] = given["A"].new_tensor(operands[place])
    return node.operation.compute(*operands)


def _size(node: Node) -> int:
    return 1 + (sum(map(_size, node.operands)) if isinstance(node, Call) else 0)
