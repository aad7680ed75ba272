"""What is no formula: refused with its problem and its column, and nothing else happens."""

import sys
from contextlib import contextmanager

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.expression import PROBLEMS, ExpressionError, normalised, parse
from gradlab.text import LANGUAGES, words
from tests.compute.formulas import formulas, random_texts

REFUSED = {
    "": ("empty", 1),
    "　": ("empty", 1),
    "A" * 201: ("too_long", 201),
    "π" * 200: ("too_long", 201),
    "A+" * 64 + "A": ("too_many_nodes", 65),
    "-" * 64 + "A": ("too_many_nodes", 65),
    "(" * 17 + "A" + ")" * 17: ("too_deep", 17),
    "A + $": ("character", 5),
    "あ + A": ("character", 1),
    "Ａ＋あ": ("character", 3),
    "A\x00": ("character", 2),
    "A + \ud800": ("character", 5),
    "lambda A: A": ("character", 9),
    "A; A": ("character", 2),
    "{A}": ("character", 1),
    "A\\d": ("character", 2),
    "'A'": ("string", 1),
    "__import__('os')": ("string", 12),
    "Ａ ＋ ”": ("character", 5),
    "A // 2": ("operator", 3),
    "A % 2": ("operator", 3),
    "A @ y": ("operator", 3),
    "~A": ("operator", 1),
    "A^2": ("power", 2),
    "Ａ＾２": ("power", 2),
    "loss = A": ("equals", 6),
    "torch.sin(A)": ("attribute", 6),
    "A.sum()": ("attribute", 2),
    "A.__class__": ("attribute", 2),
    "(A).sum()": ("attribute", 4),
    "2A": ("missing_operator", 2),
    "A y": ("missing_operator", 3),
    "2(A + 1)": ("missing_operator", 2),
    "(A)(y)": ("missing_operator", 4),
    "A if A else 1": ("missing_operator", 3),
    "A for A in y": ("missing_operator", 3),
    "1if A else 2": ("missing_operator", 2),
    "1_000": ("missing_operator", 2),
    "0x10": ("missing_operator", 2),
    "1j*A": ("missing_operator", 2),
    "1.2.3": ("missing_operator", 4),
    "*A": ("unexpected", 1),
    "A +* 2": ("unexpected", 4),
    "A***2": ("unexpected", 4),
    "()": ("unexpected", 2),
    "maximum(A,)": ("unexpected", 11),
    "[A]": ("unexpected", 1),
    "A +": ("unfinished", 4),
    "sin(": ("unfinished", 5),
    "(A + 1": ("unclosed", 1),
    "sin(A": ("unclosed", 4),
    "A[0": ("unclosed", 2),
    "A[": ("unclosed", 2),
    "A)": ("unopened", 2),
    "A, y": ("unopened", 2),
    "(A, y)": ("unopened", 3),
    "A]": ("unopened", 2),
    "B + 1": ("unknown_name", 1),
    "eval(A)": ("unknown_name", 1),
    "__builtins__": ("unknown_name", 1),
    "A + ｂ": ("unknown_name", 5),
    "x**2": ("misspelt_name", 1),
    "2*ln(A)": ("misspelt_name", 3),
    "Sin(A)": ("misspelt_name", 1),
    "sigmod(A)": ("misspelt_name", 1),
    "A(2)": ("no_function", 1),
    "pi(2)": ("no_function", 1),
    "sin A": ("no_arguments", 1),
    "A + sin": ("no_arguments", 5),
    "sin[0]": ("no_arguments", 1),
    "sin()": ("arguments", 1),
    "1 + sin(A, y)": ("arguments", 5),
    "clamp(A, 0)": ("arguments", 1),
    "leaky_relu(A, 1, 2)": ("arguments", 1),
    "max(A, 0)": ("one_argument", 1),
    "min(A, y)": ("one_argument", 1),
    "clamp(A, 0, y)": ("constant_argument", 13),
    "leaky_relu(A, A)": ("constant_argument", 15),
    "A[8]": ("index", 3),
    "A[-1]": ("index", 3),
    "A[1.0]": ("index", 3),
    "A[y]": ("index", 3),
    "A[00]": ("index", 3),
    "A[0, 1]": ("index", 3),
    "A[0][1]": ("indexed", 5),
    "(A + 1)[0]": ("indexed", 8),
    "log(A)[3]": ("indexed", 7),
    "pi[0]": ("indexed", 3),
    "std(A[0])": ("one_element", 5),
    "var(3)": ("one_element", 5),
    "std(mean(A))": ("one_element", 5),
    "norm(A, y)": ("constant_argument", 9),
    "softplus(A, 1, A)": ("constant_argument", 16),
    "softplus(A, 1, 2, 3)": ("arguments", 1),
    "norm(A, 0)": ("small_argument", 9),
    "norm(A, 1/2)": ("small_argument", 10),
    "A & y": ("joined", 3),
    "where(A > 0 & A < 1, 1, 0)": ("joined", 13),
    "where((A > 0) | y, 1, 0)": ("joined", 15),
    "where((1 > 0) & (2 > 1), A, 0)": ("condition", 15),
    "where(A > 0 and A < 1, 1, 0)": ("misspelt_name", 13),
    "A or y": ("misspelt_name", 3),
    "(A > 0) & (A < 1)": ("comparison_outside_where", 9),
    "A > 0": ("comparison_outside_where", 3),
    "1 + (A > 0)": ("comparison_outside_where", 8),
    "where(A > 0, A > 1, 0)": ("comparison_outside_where", 16),
    "sum(A > 0)": ("comparison_outside_where", 7),
    "-(A == 1)": ("comparison_outside_where", 5),
    "where(0 < A < 1, 1, 0)": ("chained_comparison", 13),
    "where((A > 0) == (A > 1), 1, 0)": ("chained_comparison", 15),
    "where(A, 1, 0)": ("condition", 7),
    "where(1 > 0, A, 0)": ("condition", 9),
    "1e13": ("huge_number", 1),
    "1e999*A": ("huge_number", 1),
    "A + 1" + "0" * 13: ("huge_number", 5),
    "1e12*1e12": ("huge_number", 5),
    "1e12**100": ("huge_number", 5),
    "A**101": ("huge_power", 4),
    "A**-101": ("huge_power", 4),
    "9**9**9**9": ("huge_power", 8),
    "pow(A, 1e9)": ("huge_power", 8),
    "1/0": ("no_value", 2),
    "0**-1": ("no_value", 2),
    "(-8)**(1/3)": ("no_value", 5),
    "A + log(-1)": ("no_value", 5),
    "exp(1000)": ("no_value", 1),
}
over_refused = pytest.mark.parametrize("text", REFUSED, ids=ascii)


def refusal(text) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


@over_refused
def test_it_is_refused_with_its_problem_and_its_column(text):
    error = refusal(text)

    assert (error.problem, error.column) == REFUSED[text]


@pytest.mark.parametrize("given", [None, 3, b"A", ["A"]], ids=repr)
def test_what_is_no_text_is_refused(given):
    assert (refusal(given).problem, refusal(given).details) == ("text", {"got": type(given).__name__})


def test_every_problem_is_met_in_these_tests():
    assert {problem for problem, _ in REFUSED.values()} | {"text"} == set(PROBLEMS)


@pytest.mark.parametrize("text", [*REFUSED, None], ids=ascii)
def test_every_refusal_says_what_was_expected_and_where(text):
    error = refusal(text)

    assert str(error).startswith("expected ")
    assert str(error).endswith(f"(column {error.column})")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [*REFUSED, None], ids=ascii)
def test_every_refusal_has_its_sentence_in_every_language(text, language):
    error = refusal(text)
    sentence = words(language)["formula_error"][error.problem].format(column=error.column, **error.details)

    assert str(error.column) in sentence
    assert error.details.get("name", "") in sentence


@pytest.mark.parametrize(
    "text", ["A" + " " * 198 + "+1", "A+" * 31 + "-A", "(" * 16 + "A" + ")" * 16, "A[7]", "1e12", "A**100", "A**-100"]
)
def test_what_is_just_within_a_limit_is_read(text):
    if len(text) > 200:
        text = text.replace(" ", "", len(text) - 200)

    assert parse(text).tree


_watching: list[list[str]] = []


def _note(event: str, arguments) -> None:
    for events in _watching:
        events.append(event)


sys.addaudithook(_note)  # for good: a hook cannot be taken away


@contextmanager
def watched():
    """Every event that Python reports meanwhile: opening a file, an import, compiling or running code."""
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


def read_and_use(text: str) -> ExpressionError | None:
    """All a page does with a formula; the error where it is refused."""
    try:
        read = parse(text)
    except ExpressionError as error:
        return error
    assert read.latex
    assert read.derivative_latex_in("A")
    assert read.code()
    leaf = torch.zeros(2, 8, requires_grad=True)
    (slopes,) = torch.autograd.grad(read.evaluate(leaf, torch.ones(8)).sum(), leaf)
    assert slopes.shape == leaf.shape
    return None


def assert_read_or_refused(text: str) -> None:
    with watched() as events:
        error = read_and_use(text)

    assert events == []
    assert error is None or str(error)
    assert error is None or 1 <= error.column <= len(normalised(text)) + 1


PIECES = ["A", "y", "[0]", "(", ")", ",", "**", "*", "-", "/", ">", "where(", "sin(", "max(", ".", "9", "1e12", "pi"]
HOSTILE = [
    "__import__('os').system('id')", "open('/etc/passwd')", "(lambda: 0)()", "[x for x in (1).__class__.__mro__]",
    "A.__class__.__base__.__subclasses__()", "f'{A}'", "A:=1", "*A", "**A", "yield", "await A", "1if 1else 2", "'\\d'",
    "9**9**9**9**9", "9" * 200, "(" * 200, "-" * 200, "A**" * 66 + "A", "[" * 200, "sin(" * 49 + "A", "\x00", "\ud800",
    "A" * 10**6, "＂", "０" * 300, "1e" + "9" * 190, "print(A)", "exec", "globals()", "A\n+1", "#", "\u202eA",
    "ﷺ" * 100, "where(" * 30, "1," * 100, "A[" * 100, "2**-1**2**-1", "e" * 200, "1.e.e.e", "softmax(softmax(3))",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_hostile_text_is_read_or_refused_and_nothing_else_happens(text):
    assert_read_or_refused(text)


@random_texts
@given(
    st.text(max_size=60)
    | st.text("0123456789.eE+-*/()[],<>=!Ay ^'\"_", max_size=40)
    | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    | formulas
)
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    assert_read_or_refused(text)


def test_the_watch_would_see_a_file_an_import_and_code():
    with watched() as events:
        open("/dev/null").close()
        eval("1")

    assert {"open", "compile", "exec"} <= set(events)
