"""What a formula costs the server: ten thousand texts, most of them no formulas, each read, computed and written once.

CPU time, for that is what a hostile link takes from the others. Nothing but ExpressionError may come of any of them.
"""

import warnings
from random import Random
from time import process_time

import torch

from gradlab.compute.expression import ExpressionError, parse
from gradlab.compute.expression.expression import of_normalised
from gradlab.compute.expression.operations import CONDITIONS, FUNCTIONS, OPERATORS, WHERE

TEXTS = 10_000
SEED = 13

FORMULAS = (
    "A**2 + sin(3*A)",
    "mean((A - y)**2)",
    "where(A > 0, A, 0.1*A)",
    "max(A)",
    "log(cosh(A - y))",
    "-y*log(sigmoid(A)) - (1 - y)*log(1 - sigmoid(A))",
    "maximum(0, 1 - A*y) + 0.01*norm(A)**2",
    "where((A > 0) & (A < 1) | (y > 2), A + detach(round(A) - A), softplus(A, 2))",
)
NASTY = (
    "9**9**9**9",
    "(" * 100 + "A" + ")" * 99,
    "-" * 199 + "A",
    "sin(" * 40 + "A" + ")" * 40,
    "where(A > 0, " * 12 + "A" + ", 0)" * 12,
    "softmax(" * 15 + "A" + ")" * 15,
    "+".join(["A"] * 32),
    "**".join(["A"] * 32),
    "+".join(["erf(A)"] * 21),
    "where(" + "|".join(["(A > 0)"] * 15) + ", A, 0)",
    "norm(" * 15 + "A" + ", 3)" * 15,
    "/".join(["A"] * 32),
    "__import__('os').system('id')",
    "[x for x in ().__class__.__base__.__subclasses__()]",
    "lambda: 0",
    "1if 1else 2",
    "'\\d'",
    "A\0",
    "\ud800",
    "ﷺ" * 200,
    "⁹" * 200,
    "1e" + "9" * 190,
    "A" * 100_000,
    "unknown_name_" * 15,
)
INFIX = tuple(OPERATORS.values())
LEAVES = ("A", "y", "A[0]", "y[0]", "pi", "e", "2", "0.5", "1e-3", "-A")
SLIPS = (*OPERATORS, *CONDITIONS, *FUNCTIONS, *LEAVES, *"(),.[]^ ０ａ＋")


def formula_milliseconds() -> list[float]:
    """The milliseconds of CPU for each text: in turn random bytes, random grammar, changed formulas and nasty ones."""
    torch.set_num_threads(1)
    random = Random(SEED)
    kinds = (_bytes, _grown, _changed, lambda random: random.choice(NASTY))
    batch = torch.linspace(-5.0, 5.0, 201)[:, None]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _read(FORMULAS[0], batch)
        return [_read(kinds[number % len(kinds)](random), batch) for number in range(TEXTS)]


def _read(text: str, batch: torch.Tensor) -> float:
    """The milliseconds from the text to values, gradients and LaTeX; or to the error and its words."""
    of_normalised.cache_clear()
    start = process_time()
    try:
        formula = parse(text)
        leaf = batch.repeat(1, formula.elements_needed).requires_grad_()
        torch.autograd.grad(formula.evaluate(leaf, torch.ones_like(leaf)).sum(), leaf)
        assert formula.latex
        assert formula.derivative_latex_in("A")
        assert formula.code()
    except ExpressionError as error:
        str(error)
    return (process_time() - start) * 1e3


def _bytes(random: Random) -> str:
    return random.randbytes(random.randrange(220)).decode(random.choice(("latin-1", "utf-8", "utf-16")), "replace")


def _grown(random: Random, levels: int = 4) -> str:
    """A formula by the grammar: most can be read, some are too long or give a function what it does not take."""
    if not levels or random.random() < 0.2:
        return random.choice(LEAVES)
    operation = random.choice((*OPERATORS.values(), *FUNCTIONS.values()))
    operands = [_grown(random, levels - 1) for _ in range(operation.arity[1])]
    if operation is WHERE:
        operands[0] += random.choice((*CONDITIONS, "+")) + random.choice(LEAVES)
    return f"({operation.name.join(operands)})" if operation in INFIX else f"{operation.name}({', '.join(operands)})"


def _changed(random: Random) -> str:
    """A formula with a few characters left out, doubled or replaced, some repeated up to the limit."""
    characters = list(random.choice(FORMULAS))
    for _ in range(random.randrange(4)):
        place = random.randrange(len(characters))
        characters[place] = random.choice(("", characters[place] * 2, random.choice(SLIPS)))
    text = "".join(characters)
    return random.choice(("", "sin", "-")) + "+".join([f"({text})"] * random.randrange(1, 6))
