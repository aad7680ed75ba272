"""A formula of one's own: what it means, and what comes out of it."""

import ast
import math
import pickle
from statistics import fmean, stdev, variance

import pytest
import torch
from hypothesis import assume, given

from gradlab.compute.experiment import DTYPES
from gradlab.compute.expression import ExpressionError, parse
from gradlab.compute.expression.operations import FUNCTIONS
from tests.compute.experiments import DEVICES
from tests.compute.formulas import (
    TARGET,
    VECTOR,
    assert_same,
    formulas,
    over_formulas,
    python_structure,
    random_texts,
    structure,
)


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def phi(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def sign(x: float) -> float:
    return (x > 0) - (x < 0)


# SELU's two numbers: Klambauer et al., Self-Normalizing Neural Networks, 2017.
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

# Each function in plain Python, of one number; where it has more arguments, with those given here.
UNARY = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "asin": math.asin, "acos": math.acos, "atan": math.atan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "exp": math.exp, "expm1": math.expm1,
    "log": math.log, "log2": math.log2, "log10": math.log10, "log1p": math.log1p, "sqrt": math.sqrt,
    "square": lambda x: x * x, "reciprocal": lambda x: 1 / x, "abs": abs, "sign": sign, "floor": math.floor,
    "ceil": math.ceil, "round": round, "erf": math.erf, "sigmoid": sigma, "relu": lambda x: max(0, x),
    "logsigmoid": lambda x: math.log(sigma(x)), "softplus": lambda x: math.log(1 + math.exp(x)),
    "gelu": lambda x: x * phi(x), "silu": lambda x: x * sigma(x),
    "selu": lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * math.expm1(x)),
    "elu": lambda x: x if x > 0 else math.expm1(x), "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
}  # fmt: skip
POSITIVE = ("log", "log2", "log10", "sqrt")
SEVERAL = {
    "maximum(A, y)": max,
    "minimum(A, y)": min,
    "clamp(A, -0.5, 0.5)": lambda a, y: max(-0.5, min(0.5, a)),
    "where(A < y, A**2, 3*y)": lambda a, y: a * a if a < y else 3 * y,
    "where(A >= y, 1/y, A)": lambda a, y: 1 / y if a >= y else a,
    "where(A != y, A, 0)": lambda a, y: a,
    "pow(y, A)": lambda a, y: y**a,
    "elu(A, 2)": lambda a, y: a if a > 0 else 2 * math.expm1(a),
    "leaky_relu(A, 0.3)": lambda a, y: a if a > 0 else 0.3 * a,
    "-A**2 - y*A/2 + (A - y)**-1": lambda a, y: -(a**2) - y * a / 2 + (a - y) ** -1,
    "xlogy(y, A + 1)": lambda a, y: y * math.log(a + 1),
    "softplus(A, 2)": lambda a, y: math.log(1 + math.exp(2 * a)) / 2,
    "softplus(A, 2, 1)": lambda a, y: a if 2 * a > 1 else math.log(1 + math.exp(2 * a)) / 2,
    "where((A > 0) & (A < 0.5), A**2, y)": lambda a, y: a * a if 0 < a < 0.5 else y,
    "where((A < 0) | (A > 0.5), A**2, A*y)": lambda a, y: a * a if a < 0 or a > 0.5 else a * y,
    "2*pi*A*e**y": lambda a, y: 2 * math.pi * a * math.e**y,
}
REDUCTIONS = {
    "sum": sum, "mean": fmean, "prod": math.prod, "max": max, "min": min, "norm": lambda a: math.hypot(*a),
    "logsumexp": lambda a: math.log(sum(map(math.exp, a))), "std": stdev, "var": variance,
}  # fmt: skip
DETACHED = ("detach",)
SOFT = {
    "softmax": lambda a: [math.exp(x) / sum(map(math.exp, a)) for x in a],
    "log_softmax": lambda a: [x - math.log(sum(map(math.exp, a))) for x in a],
}

# Off every kink and every jump; the second of them for the functions of positive numbers.
NUMBERS = (-0.7, 0.3, 0.9)


def value(text: str, A, y=TARGET, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    return parse(text).evaluate(torch.tensor(A, dtype=dtype), torch.tensor(y, dtype=dtype))


def gradient(text: str, A, y=TARGET, **options) -> torch.Tensor:
    """Of the sum of all values, in A."""
    leaf = torch.tensor(A, dtype=torch.float64, requires_grad=True, **options)
    parse(text).evaluate(leaf, torch.tensor(y, dtype=torch.float64, **options)).sum().backward()
    return leaf.grad


def central_difference(function, x: float) -> float:
    h = 2.0**-18
    return (function(x + h) - function(x - h)) / (2 * h)


# What a formula means


def test_every_function_has_one_in_plain_python_to_be_compared_with():
    of_several = {text.split("(")[0] for text in SEVERAL}

    assert set(UNARY) | (of_several & set(FUNCTIONS)) | set(REDUCTIONS) | {*SOFT, *DETACHED} == set(FUNCTIONS)


@pytest.mark.parametrize("x", NUMBERS)
@pytest.mark.parametrize("name", UNARY)
def test_a_function_is_that_function(name, x):
    x = abs(x) if name in POSITIVE else x

    assert value(f"{name}(A)", [x]).item() == pytest.approx(UNARY[name](x), rel=1e-12)


@pytest.mark.parametrize("x", NUMBERS)
@pytest.mark.parametrize("name", UNARY)
def test_its_gradient_is_the_central_difference(name, x):
    x = abs(x) if name in POSITIVE else x

    assert gradient(f"{name}(A)", [x]).item() == pytest.approx(central_difference(UNARY[name], x), abs=1e-7)


@pytest.mark.parametrize("text", SEVERAL)
def test_a_formula_of_two_tensors_takes_them_element_by_element(text):
    pairs = list(zip(VECTOR, TARGET, strict=True))
    slopes = [central_difference(lambda a, y=y: SEVERAL[text](a, y), a) for a, y in pairs]

    assert value(text, VECTOR).tolist() == pytest.approx([SEVERAL[text](*pair) for pair in pairs], rel=1e-12)
    assert gradient(text, VECTOR).tolist() == pytest.approx(slopes, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", REDUCTIONS)
def test_a_reduction_is_of_all_elements(name):
    function = REDUCTIONS[name]
    slopes = [
        central_difference(lambda x, place=place: function([*VECTOR[:place], x, *VECTOR[place + 1 :]]), VECTOR[place])
        for place in range(3)
    ]

    assert value(f"{name}(A)", VECTOR).item() == pytest.approx(function(VECTOR), rel=1e-12)
    assert gradient(f"{name}(A)", VECTOR).tolist() == pytest.approx(slopes, abs=1e-7)


@pytest.mark.parametrize("name", SOFT)
def test_softmax_is_along_the_elements(name):
    assert value(f"{name}(A)", VECTOR).tolist() == pytest.approx(SOFT[name](VECTOR), rel=1e-12)


@pytest.mark.parametrize(("text", "degree"), [("norm(A, 1)", 1), ("norm(A, 3)", 3)])
def test_a_norm_may_have_another_degree(text, degree):
    assert value(text, VECTOR).item() == pytest.approx(sum(abs(x) ** degree for x in VECTOR) ** (1 / degree))


# What is detached is a constant to autograd: the product rule loses a half, and round(A) is given the slope of A.
@pytest.mark.parametrize(
    ("text", "values", "slopes"),
    [
        ("detach(A)", VECTOR, [0.0, 0.0, 0.0]),
        ("A*detach(A)", [x * x for x in VECTOR], VECTOR),
        ("A + detach(round(A) - A)", [0.0, -1.0, 1.0], [1.0, 1.0, 1.0]),
    ],
)
def test_what_is_detached_has_its_value_and_no_slope(text, values, slopes):
    assert value(text, VECTOR).tolist() == pytest.approx(values)
    assert gradient(text, VECTOR).tolist() == pytest.approx(slopes)


def test_a_number_of_all_elements_is_taken_with_each():
    mean = fmean(VECTOR)

    assert value("A - mean(A)", VECTOR).tolist() == pytest.approx([x - mean for x in VECTOR])


@random_texts
@given(formulas)
def test_operators_bind_as_in_python(text):
    try:
        read = parse(text)
    except ExpressionError:
        assume(False)

    assert structure(read.tree) == python_structure(ast.parse(text, mode="eval").body)


# A batch, and what comes out

ROWS = [VECTOR, [1.0, 2.0, 3.0], [-0.5, -0.5, 0.0], [1e3, -1e-3, 1e-3]]


@pytest.mark.parametrize("device", DEVICES)
@over_formulas
def test_a_batch_is_its_rows_one_by_one(text, device):
    targets = [TARGET] * len(ROWS)
    values, slopes = value(text, ROWS, targets), gradient(text, ROWS, targets, device=device).cpu()

    assert_same([values], [torch.stack([value(text, row) for row in ROWS])], rtol=1e-12, atol=1e-12)
    assert_same([slopes], [torch.stack([gradient(text, row) for row in ROWS])], rtol=1e-12, atol=1e-12)


@over_formulas
def test_one_target_serves_a_whole_batch(text):
    assert_same([value(text, ROWS, TARGET)], [value(text, ROWS, [TARGET] * len(ROWS))])


@pytest.mark.parametrize("dtype", DTYPES)
@over_formulas
def test_the_value_has_the_dtype_and_the_announced_shape(text, dtype):
    of_one, of_batch = (value(text, A, A, getattr(torch, dtype)) for A in (VECTOR, ROWS))
    last_axis = [] if parse(text).output_is_scalar else [3]

    assert (of_one.dtype, of_batch.dtype) == (getattr(torch, dtype),) * 2
    assert (list(of_one.shape), list(of_batch.shape)) == (last_axis, [len(ROWS), *last_axis])


@pytest.mark.parametrize("text", ["3", "pi", "y**2", "where(A > 0, 1, 2)", "where(A[0] > 0, y, 2)"])
def test_what_does_not_vary_with_a_tensor_has_gradient_zero_even_at_infinity(text):
    assert gradient(text, [1.0, math.inf, -math.inf]).tolist() == [0.0, 0.0, 0.0]


def test_a_reduction_shares_ties_as_pytorch_does():
    leaf = torch.tensor([2.0, 2.0, 1.0], dtype=torch.float64, requires_grad=True)
    torch.max(leaf).backward()

    assert gradient("max(A)", [2.0, 2.0, 1.0]).tolist() == leaf.grad.tolist()


@pytest.mark.parametrize(
    ("text", "scalar", "target", "elements"),
    [
        ("3", True, False, 1),
        ("A", False, False, 1),
        ("A[3]", True, False, 4),
        ("A + A[1]", False, False, 2),
        ("mean(A - y[2])", True, True, 3),
        ("where(y > 0, A, 1)", False, True, 1),
        ("softmax(A)", False, False, 1),
        ("std(A)", True, False, 2),
        ("A[2]/var(A)", True, False, 3),
        ("detach(y)", False, True, 1),
    ],
)
def test_a_formula_knows_what_it_needs_and_what_comes_out(text, scalar, target, elements):
    read = parse(text)

    assert (read.output_is_scalar, read.uses_target, read.elements_needed) == (scalar, target, elements)


def test_a_missing_target_is_said():
    with pytest.raises(ValueError, match=r"expected a target y .* got none"):
        parse("A - y").evaluate(torch.ones(2))


@pytest.mark.parametrize("shape", [(2,), (5, 2), ()], ids=str)
def test_missing_elements_are_said(shape):
    with pytest.raises(ValueError, match="expected A with at least 3 elements"):
        parse("A[2]").evaluate(torch.ones(shape))


def test_a_formula_is_read_once_and_is_its_text():
    assert parse("A**2") is parse(" Ａ**２ ")
    assert parse("A**2") == parse("A**2")
    assert parse("A**2") != parse("A ** 2")
    assert len({parse("A"), parse("A"), parse("y")}) == 2


def test_formulas_and_their_errors_survive_pickling():
    with pytest.raises(ExpressionError) as caught:
        parse("A +* 2")
    again = pickle.loads(pickle.dumps(caught.value))

    assert pickle.loads(pickle.dumps(parse("where(A > 0, A, 0)"))) is parse("where(A > 0, A, 0)")
    assert (str(again), again.column, again.details) == (str(caught.value), 4, {"name": "*"})
