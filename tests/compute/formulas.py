"""What the tests of formulas share: formulas chosen and drawn at random, and Python's own reading of them."""

import ast

import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st

from gradlab.compute.expression.operations import COMPARISONS, FUNCTIONS, JOINERS, WHERE
from gradlab.compute.expression.tree import Call, Node, Variable

# One or two of each kind: constants, elements, reductions among elements, conditions, numbers that torch takes alone.
FORMULAS = [
    "3", "pi/2", "A", "y", "A**2 + sin(3*A)", "mean((A - y)**2)", "where(A > 0, A, 0.1*A)", "max(A)", "A - mean(A)",
    "A[1]*A[0]", "A*A[2] - y[0]", "sum(A)", "where(A[0] > 0, 1, 2)", "where(A > 0, 1, 2)", "where(A > 0.1, A, 0)",
    "maximum(A, 0.5)", "minimum(0.1, A)", "clamp(A, 0.1, 0.7)", "softmax(A)", "A/norm(A)", "sin(pi/4)*A", "2**-A",
    "where(mean(A) < y, A**2, exp(-A))", "floor(3*A)", "0.1*A + 1e-5", "prod(A) - logsumexp(A)", "cos(pi)*A**2",
    "max(where(A > 0, 1, 1))", "pow(A, 2)*y", "maximum(A, 1e6)", "detach(A)", "A*detach(A) - detach(y)", "std(A)",
    "A/var(A - y)", "xlogy(y, A + 1)", "softplus(A, 2)", "softplus(3*A, 2, 1)", "norm(A, 3)",
    "where((A > 0) & (A < 0.5) | (y > 1), A**2, 0)",
]  # fmt: skip

# Values of A and y off every kink of these.
VECTOR, TARGET = [0.3, -0.7, 0.9], [0.8, 1.1, 0.4]

over_formulas = pytest.mark.parametrize("text", FORMULAS)

# The same texts in every run, and none cut off because the machine is busy.
random_texts = settings(derandomize=True, deadline=None, max_examples=200)

_LEAVES = st.sampled_from(["A", "y", "A[0]", "y[1]", "pi", "e", "2", "3.5", "1e-3", ".5", "0"])
_FUNCTIONS = [function for function in FUNCTIONS.values() if function is not WHERE]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas one level above these, with and without brackets, spaces or sense."""
    infix = st.builds("{}{}{}".format, inner, st.sampled_from(["+", " - ", "*", " / ", "**"]), inner)
    signed = st.builds("{}{}".format, st.sampled_from(["-", "+", "- "]), inner)
    bracketed = inner.map("({})".format)
    compared = st.builds("{} {} {}".format, inner, st.sampled_from([*COMPARISONS]), inner)
    joined = st.builds("({}) {} ({})".format, compared, st.sampled_from([*JOINERS]), compared)
    chosen = st.builds("where({}, {}, {})".format, compared | joined, inner, inner)
    return infix | signed | bracketed | chosen | st.sampled_from(_FUNCTIONS).flatmap(lambda f: _called(f, inner))


def _called(function, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    constants = st.sampled_from(["0", "0.1", "2"])
    operands = [inner if place < function.values else constants for place in range(function.arity[1])]
    return st.tuples(*operands).map(lambda texts: f"{function.name}({', '.join(texts)})")


# Mostly readable; some are refused, for a power of 200 or a constant without a value.
formulas = st.recursive(_LEAVES, _grown, max_leaves=12)


def structure(node: Node):
    """A tree of gradlab's as nested tuples."""
    if isinstance(node, Call):
        name = {"pow": "**"}.get(node.operation.name, node.operation.name)
        return (name, *map(structure, node.operands))
    if isinstance(node, Variable):
        return node.tensor if node.index is None else (node.tensor, node.index)
    return node.name or node.value


_SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.USub: "-",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def python_structure(node: ast.expr):
    """Python's reading of the same formula as nested tuples."""
    match node:
        case ast.Constant(value):
            return float(value)
        case ast.Name(name):
            return name
        case ast.Subscript(ast.Name(name), ast.Constant(index)):
            return (name, index)
        case ast.UnaryOp(ast.UAdd(), operand):
            return python_structure(operand)
        case ast.UnaryOp(sign, operand):
            return (_SIGNS[type(sign)], python_structure(operand))
        case ast.BinOp(left, sign, right):
            return (_SIGNS[type(sign)], python_structure(left), python_structure(right))
        case ast.Compare(left, [sign], [right]):
            return (_SIGNS[type(sign)], python_structure(left), python_structure(right))
        case ast.Call(ast.Name(name), operands):
            return ({"pow": "**"}.get(name, name), *map(python_structure, operands))
    raise AssertionError(ast.dump(node))


def assert_same(found, expected, **tolerance):
    """These tensors are those, NaN where those are NaN."""
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, equal_nan=True, **tolerance)
