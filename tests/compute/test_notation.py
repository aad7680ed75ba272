"""The formulas in the letters of the program, with what a mean divides by: still what PyTorch computes."""

import re

import pytest
from mpmath import mp

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.divisor import divisor
from gradlab.compute.losses.notation import in_names, reduced
from tests.compute.experiments import over_losses
from tests.compute.latex import evaluate
from tests.compute.test_latex import SUMS_OVER_PATHS, at_element, experiment_of, is_per_element, is_shared, symbols

READABLE = [name for name, loss in LOSSES.items() if SUMS_OVER_PATHS not in loss.written(loss.formula, {})]


def in_symbols(loss, latex: str) -> str:
    """The names back as symbols, and one over a divisor and its dot as the tests' reader knows them."""
    named = {argument.name: argument.symbol for argument in loss.tensors} | {p.name: p.symbol for p in loss.parameters}
    read = re.sub(r"\\text\{((?!otherwise)[^}]*)\}", lambda one: named[one[1].replace("\\_", "_")], latex)
    return read.replace(r"\cdot", "").replace(r"\left(", "(").replace(r"\right)", ")")


@over_losses
def test_the_names_stand_for_their_symbols_and_nothing_else_is_changed(name):
    loss = LOSSES[name]
    for latex in (loss.written(loss.formula, {}), loss.written(loss.derivative, {})):
        back = in_symbols(loss, in_names(loss, latex))
        assert re.sub(r"\\,|[\s{}]", "", back) == re.sub(r"\\,|[\s{}]", "", latex)


@pytest.mark.parametrize("name", READABLE)
def test_the_derivative_with_its_factor_is_the_gradient_of_the_mean(name):
    loss = LOSSES[name]
    single = experiment_of(loss, {}, (), False)
    mean = Experiment(name, dict(single.tensors), dict(single.parameters))
    divided = divisor(mean)
    if is_shared(mean, loss) or (divided.number == 1 and not is_per_element(mean, loss)):
        return  # a sum over the data points, and a single loss, are compared without a factor
    shown = reduced(in_names(loss, loss.written(loss.derivative, {})), [rf"\frac{{1}}{{{divided.number:g}}}"])
    values, formula = symbols(loss, mean), loss.written(loss.formula, {})
    gradient = unscaled_gradient(mean).gradients[loss.primary.name].ravel()
    with mp.workdps(30):
        for index, slope in enumerate(gradient):
            here = at_element(values, index) if is_per_element(mean, loss) else values | {"c": index}
            (value,) = evaluate(in_symbols(loss, shown), here, formula)[-1:]
            assert float(value) == pytest.approx(slope, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("x^2", r"\frac{1}{3} \cdot x^2"),
        ("x - y", r"\frac{1}{3} \cdot \left(x - y\right)"),
        (r"2\,(x - y), \quad u = x + 1", r"\frac{1}{3} \cdot 2\,(x - y), \quad u = x + 1"),
        (r"\begin{cases}x - 1 & x > 0\end{cases}", r"\frac{1}{3} \cdot \begin{cases}x - 1 & x > 0\end{cases}"),
        (r"e^{-x}", r"\frac{1}{3} \cdot e^{-x}"),
        (r"\sigma(x) = x - 1", r"\frac{1}{3} \cdot \sigma(x), \quad \sigma(x) = x - 1"),
        ("-y", r"\frac{1}{3} \cdot \left(-y\right)"),
    ],
)
def test_a_sum_is_bracketed_and_definitions_stay_behind(latex, shown):
    assert reduced(latex, [r"\frac{1}{3}"]) == shown
    assert reduced(latex, []) == latex
