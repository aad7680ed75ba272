"""How a formula is written: what a keyboard gives as it is read, and what is read as LaTeX and as PyTorch code."""

import pytest
import torch
from hypothesis import assume, given
from torch.nn import functional as F

from gradlab.compute.experiment import DTYPES
from gradlab.compute.expression import ExpressionError, normalised, parse
from tests.compute.formulas import TARGET, VECTOR, assert_same, formulas, over_formulas, random_texts

LATEX = {
    "A**2 + sin(3*A)": r"A^{2} + \sin(3\,A)",
    "-A**2": "-A^{2}",
    "(-A)**2": r"(-A)^{2}",
    "2**-A": "2^{-A}",
    "A**2**y": "A^{2^{y}}",
    "(A**2)**y": r"(A^{2})^{y}",
    "A - (y - 1)": r"A - (y - 1)",
    "A - y - 1": "A - y - 1",
    "A + -y": r"A + (-y)",
    "-A*y": r"-A\,y",
    "A - -y*2": r"A - (-y \cdot 2)",
    "-(A + 1)": r"-(A + 1)",
    "(A + 1)*y": r"(A + 1)\,y",
    "A*(y + 1)": r"A \cdot (y + 1)",
    "A*5": r"A \cdot 5",
    "2*3": r"2 \cdot 3",
    "2*(1/3)": r"2 \cdot \frac{1}{3}",
    "1/A/2": r"\frac{\frac{1}{A}}{2}",
    "(A/y)**2": r"\left(\frac{A}{y}\right)^{2}",
    "A/(y + 1)": r"\frac{A}{y + 1}",
    "A[1]*y[0]": r"A_{1}\,y_{0}",
    "sin(A)**2": r"(\sin(A))^{2}",
    "sqrt(A + 1)**2": r"\sqrt{A + 1}^{2}",
    "exp(-A**2)": "e^{-A^{2}}",
    "exp(A)**2": r"(e^{A})^{2}",
    "abs(A - y)": r"\lvert A - y\rvert",
    "where(A > 0, A, 0.1*A)": r"\begin{cases}A & A > 0 \\ 0.1\,A & A \le 0\end{cases}",
    "where(A == y, 1, 0)*2": r"\left(\begin{cases}1 & A = y \\ 0 & A \ne y\end{cases}\right) \cdot 2",
    "mean((A - y)**2)": r"\operatorname{mean}((A - y)^{2})",
    "leaky_relu(A, 0.1)": r"\operatorname{leaky\_relu}(A, 0.1)",
    "log1p(A - 1)": r"\ln\left(1 + (A - 1)\right)",
    "2*pi*A": r"2\,\pi\,A",
    "2.5e-7*A + 1e-9": r"2.5 \cdot 10^{-7}\,A + 10^{-9}",
    "square(A + 1)": r"(A + 1)^{2}",
    "expm1(A)*2": r"(e^{A} - 1) \cdot 2",
    "maximum(A, -y)": r"\max(A, -y)",
    "detach(A)*2": r"\operatorname{detach}(A) \cdot 2",
    "norm(A, 1)": r"\lVert A\rVert_{1}",
    "-xlogy(y, A + 1)": r"-y\,\ln(A + 1)",
    "softplus(A, 2)": r"\frac{1}{2} \ln\left(1 + e^{2 \cdot A}\right)",
    "where((A > 0) & (A < 1) | (y > 2), A, 0)": (
        r"\begin{cases}A & A > 0 \land A < 1 \lor y > 2 \\ 0 & (A \le 0 \lor A \ge 1) \land y \le 2\end{cases}"
    ),
}


@pytest.mark.parametrize("text", LATEX)
def test_the_latex_has_brackets_where_they_are_needed_and_nowhere_else(text):
    assert parse(text).latex == LATEX[text]


@random_texts
@given(formulas)
def test_the_brackets_and_environments_of_the_latex_match(text):
    try:
        written = parse(text).latex
    except ExpressionError:
        assume(False)

    for opening, closing in [("{", "}"), (r"\left(", r"\right)"), (r"\begin{", r"\end{"), (r"\lvert", r"\rvert")]:
        assert written.count(opening) == written.count(closing)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A**2+sin(3*A)", "A**2 + torch.sin(3*A)"),
        ("softplus(A)", "F.softplus(A)"),
        ("where(A>0,A,0)", "torch.where(A > 0, A, 0)"),
        ("maximum(A, 0)", "torch.maximum(A, A.new_tensor(0))"),
        ("2*pi*A", "2*torch.pi*A"),
        ("(A - 1)*(y - (A + 2))", "(A - 1)*(y - (A + 2))"),
        ("A+detach(round(A)-A)", "A + (torch.round(A) - A).detach()"),
        ("where(((A>0)&(A<1))|(y>2),A,0)", "torch.where((A > 0) & (A < 1) | (y > 2), A, 0)"),
        ("where((A>0)&((A<1)|(y>2)),A,0)", "torch.where((A > 0) & ((A < 1) | (y > 2)), A, 0)"),
        ("xlogy(2, A)", "torch.xlogy(A.new_tensor(2), A)"),
        ("3", "3 + 0*A.sum()"),
        ("y*1.50", "y*1.5 + 0*A"),
    ],
)
def test_the_code_is_as_one_writes_it_with_pytorch(text, code):
    assert parse(text).code() == code


def evaluated(text: str, A: torch.Tensor, y: torch.Tensor):
    """The value of a formula or of a program, and its gradients in both tensors."""
    leaves = [tensor.clone().requires_grad_() for tensor in (A, y)]
    found = text(*leaves) if callable(text) else eval(text, {"torch": torch, "F": F, "A": leaves[0], "y": leaves[1]})
    found.sum().backward()
    return [found.detach(), *(leaf.grad if leaf.grad is not None else torch.zeros_like(leaf) for leaf in leaves)]


@random_texts
@given(formulas)
def test_the_code_of_a_formula_computes_what_the_formula_does(text):
    try:
        read = parse(text)
    except ExpressionError:
        assume(False)
    tensors = torch.tensor(VECTOR, dtype=torch.float64), torch.tensor(TARGET, dtype=torch.float64)

    assert_same(evaluated(read.code(), *tensors), evaluated(read.evaluate, *tensors), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", DTYPES)
@over_formulas
def test_the_code_of_a_formula_computes_in_the_dtype_of_its_tensors(text, dtype):
    tensors = [torch.tensor(numbers, dtype=getattr(torch, dtype)) for numbers in (VECTOR, TARGET)]

    assert_same(evaluated(parse(text).code(), *tensors), evaluated(parse(text).evaluate, *tensors), rtol=0, atol=0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ａ＊＊２　＋　ｓｉｎ（３＊Ａ）", "A**2 + sin(3*A)"),
        ("ｍａｘｉｍｕｍ（Ａ、０。５）", "maximum(A,0.5)"),
        ("Ａ「０」", "A[0]"),
        ("A［1］", "A[1]"),
        ("Aー1", "A-1"),
        ("A−1÷2×y", "A-1/2*y"),
        ("A²＋A⁻¹⁰", "A**2+A**-10"),
        ("π·A", "pi*A"),
        ("where(A≧0, A, -A)", "where(A>=0, A, -A)"),
        ("where(A≠0, A, -A)", "where(A!=0, A, -A)"),
        ("ｻ", "サ"),
        ("  A\t+\u00a01\n", "A + 1"),
    ],
)
def test_what_is_typed_full_width_or_typeset_is_read_half_width(typed, read):
    assert normalised(typed) == read


@pytest.mark.parametrize("character", "①₂½Ⅱ㎡・")
def test_what_could_mean_two_things_is_refused(character):
    # NFKC makes 31 of 3①, and 3m2 of 3㎡; ・ is on the key of the slash.
    with pytest.raises(ExpressionError) as caught:
        parse(f"3{character}")

    assert (caught.value.problem, caught.value.column) == ("character", 2)
    assert caught.value.details == {"name": character}
