"""The formula a list shows for a loss is what PyTorch computes, at the defaults of its parameters."""

import pytest
import sympy
from sympy.parsing import sympy_parser

from gradlab import LOSSES, unscaled_gradient
from tests.compute.test_latex import at_element, experiment_of, symbols

# What it only names: an element by its class, a softmax, a norm, a distance, a sum, the reader's own function.
NAMED = ("[", "softmax", "‖", "d(", "cos(", "Σ", "f(")
BRIEF = [name for name, loss in LOSSES.items() if loss.brief and not any(part in loss.brief for part in NAMED)]

PYTHON = {"−": "-", "²": "**2", "³": "**3", "½": "0.5*", "·": "*", "≤": "<=", "₁": "_1", "₂": "_2", "y = 1": "y == 1"}
PYTHON |= {"√": "sqrt", "^-A": "^(-A)", "/2β": "/(2*β)", "|x - y|": "Abs(x - y)"}
KNOWN = {
    "ln": sympy.log,
    "e": sympy.E,
    "π": sympy.pi,
    "σ": lambda x: 1 / (1 + sympy.exp(-x)),
    "Φ": lambda x: (1 + sympy.erf(x / sympy.sqrt(2))) / 2,
    "max": sympy.Max,
    "min": sympy.Min,
}
GREEK = {r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\tau": "τ"}
READ = (
    *sympy_parser.standard_transformations,
    sympy_parser.convert_xor,
    sympy_parser.implicit_multiplication_application,
)


def value_of(brief: str, values: dict) -> float:
    """What it is at these values of its symbols. focal_loss: u is the probability of the label that is right."""
    for sign, python in PYTHON.items():
        brief = brief.replace(sign, python)
    named = {GREEK.get(symbol, symbol): sympy.Rational(str(value)) for symbol, value in values.items()}
    if "u" in brief:
        right = KNOWN["σ"](named["x"])
        named["u"], named["α"] = (right, named["α"]) if named["y"] == 1 else (1 - right, 1 - named["α"])
    then, _, case = brief.partition(" if ")
    if case:
        condition, _, otherwise = case.partition(" else ")
        brief = then if sympy_parser.parse_expr(condition, KNOWN | named, READ) else otherwise
    return float(sympy_parser.parse_expr(brief, KNOWN | named, READ))


@pytest.mark.parametrize("name", BRIEF)
def test_the_brief_formula_is_what_is_computed(name):
    experiment = experiment_of(LOSSES[name], {}, (), False)
    values, losses = symbols(LOSSES[name], experiment), unscaled_gradient(experiment).loss

    for index, loss in enumerate(losses.ravel()):
        found = value_of(LOSSES[name].brief, at_element(values, index))
        assert found == pytest.approx(loss, rel=1e-6), index


def test_most_are_compared():
    assert len(BRIEF) > 20
