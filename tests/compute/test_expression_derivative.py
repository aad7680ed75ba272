"""The derivative of a formula, written out: the same numbers as autograd's, as short as one writes them."""

import pytest
import torch
from hypothesis import assume, given

from gradlab.compute.expression import Expression, ExpressionError, parse
from gradlab.compute.expression.derivative import derivative
from gradlab.compute.expression.operations import FUNCTIONS, OPERATORS
from tests.compute.formulas import TARGET, VECTOR, formulas, random_texts

WRITTEN = {
    "A**2 + sin(3*A)": r"2\,A + 3\,\cos(3\,A)",
    "(A - y)**2": r"2 \cdot (A - y)",
    "A**3 - 2*A": r"3\,A^{2} - 2",
    "1 - A": "-1",
    "A*5": "5",
    "3": "0",
    "y**2 - mean(y)*y[0]": "0",
    "A*y": "y",
    "1/A": r"-\frac{1}{A^{2}}",
    "A/y": r"\frac{1}{y}",
    "A**0.5": r"0.5\,A^{-0.5}",
    "2**A": r"\ln(2) \cdot 2^{A}",
    "exp(-A**2)": r"-2\,A\,e^{-A^{2}}",
    "-cos(2*A)": r"2\,\sin(2\,A)",
    "log(cosh(A))": r"\frac{\sinh(A)}{\cosh(A)}",
    "where(A > 0, A, 0.1*A)": r"\begin{cases}1 & A > 0 \\ 0.1 & A \le 0\end{cases}",
    "where(A > 0, 1, 2)": "0",
    "mean(floor(A))": "0",
    "A + detach(round(A) - A)": "1",
    "xlogy(y, A)": r"\frac{y}{A}",
    # Elements mix, or there is no rule.
    "mean(A)": r"\frac{\partial}{\partial A}\left(\operatorname{mean}(A)\right)",
    "A*A[0]": r"\frac{\partial}{\partial A}\left(A\,A_{0}\right)",
    "A**-100": r"\frac{\partial}{\partial A}\left(A^{-100}\right)",
    "selu(A)": r"\frac{\partial}{\partial A}\left(\operatorname{selu}(A)\right)",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_derivative_is_written_as_one_writes_it(text):
    assert parse(text).derivative_latex_in("A") == WRITTEN[text]


def derivative_is_autograds(text: str) -> bool:
    """Assert it where both are finite, and say whether they are anywhere.

    `where` sends NaN back from the value it did not choose, which no formula shows.
    """
    leaf, target = torch.tensor(VECTOR, dtype=torch.float64), torch.tensor(TARGET, dtype=torch.float64)
    read = parse(text)
    (computed,) = torch.autograd.grad(read.evaluate(leaf.requires_grad_(), target).sum(), leaf)
    shown = Expression(text, derivative(read.tree)).evaluate(leaf, target).detach().expand(3)
    finite = computed.isfinite() & shown.isfinite()

    torch.testing.assert_close(shown[finite], computed[finite], rtol=1e-9, atol=1e-9)
    return finite.any().item()


RULES = [function.name for function in FUNCTIONS.values() if function.slopes]


@pytest.mark.parametrize("name", RULES)
def test_the_rule_of_a_function_is_pytorchs_derivative(name):
    operands = ", ".join(["0.9*A", "y*A"][: FUNCTIONS[name].arity[1] if FUNCTIONS[name].values > 1 else 1])

    assert derivative_is_autograds(f"{name}({operands})")


@pytest.mark.parametrize("sign", OPERATORS)
def test_the_rule_of_an_operator_is_pytorchs_derivative(sign):
    assert derivative_is_autograds(f"(2 + A){sign}(y*A)")


@random_texts
@given(formulas)
def test_a_derivative_has_the_numbers_of_autograd(text):
    try:
        assume(derivative(parse(text).tree))
    except ExpressionError:
        assume(False)

    derivative_is_autograds(text)
