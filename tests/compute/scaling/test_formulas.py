"""The formula beside each row, evaluated: it gives the number of the row where nothing is rounded."""

import re

import pytest
from hypothesis import given

from gradlab.compute.scaling import Pipeline, receipt, symbols_in
from gradlab.compute.scaling.formulas import SYMBOLS
from tests.compute.latex import evaluate
from tests.compute.scaling.pipelines import LINE, deterministic, over_optimizers, pipelines

# The evaluator reads single letters.
LETTERS = {r"\eta": "h", r"\lambda": "l", r"\mu": "m", r"\alpha": "a", r"\operatorname{fl}": ""}

# PyTorch's documentation of torch.optim: the defaults of RMSprop's α, SGD's usual μ, and every ε.
EPSILON = {"adagrad": 1e-10}
CONSTANTS = {"m": 0.9, "a": 0.99}


def value(pipeline: Pipeline, key: str, **symbols: object) -> float:
    """The formula of a stage at these values of its symbols, in mpmath."""
    formula = receipt(pipeline).stage(key).formula
    for name, letter in LETTERS.items():
        formula = formula.replace(name, letter)
    (number,) = evaluate(formula, symbols)
    return float(number)


@over_optimizers
@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("gradient", [5.0, -0.25, 2.0**-20])
def test_the_optimizers_formula_gives_its_first_step(optimizer, decay, gradient):
    pipeline = Pipeline(inputs=[[gradient]], optimizer=optimizer, weight_decay=decay, learning_rate=0.125)
    symbols = CONSTANTS | {"G": gradient, "w": 5.0, "h": 0.125, "l": decay, r"\epsilon": EPSILON.get(optimizer, 1e-8)}

    assert value(pipeline, "step", **symbols) == pytest.approx(receipt(pipeline).step.item(), rel=1e-12)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_reductions_formula_gives_the_gradient(reduction):
    pipeline = Pipeline(**LINE, reduction=reduction)
    per_sample = receipt(pipeline).stage("per_sample").after[:, 0].tolist()

    assert value(pipeline, "reduction", g=per_sample, N=6) == pytest.approx(receipt(pipeline).gradient.item())


@pytest.mark.parametrize("division", ["none", "count", "size"])
def test_the_accumulations_formula_gives_the_sum(division):
    pipeline = Pipeline(**LINE, micro_batches=(1, 2, 3), division=division)
    parts = [-4.0, -18.0, -184 / 3]  # the means of -4; -12, -24; -40, -60, -84

    found = value(pipeline, "accumulation", G=parts, n=[1, 2, 3], N=6, k=3)
    assert found == pytest.approx(receipt(pipeline).stage("accumulation").after.item())


def test_the_formula_of_a_forgotten_zero_grad_gives_the_sum():
    pipeline = Pipeline(stale_backwards=2)

    assert value(pipeline, "zero_grad", G=5.0, m=2) == receipt(pipeline).stage("zero_grad").after.item()


def test_the_formulas_of_scaling_give_the_scaled_and_the_unscaled_gradient():
    pipeline = Pipeline(scaler=True, scale=1024.0)

    assert value(pipeline, "backward", S=1024, G=5.0) == receipt(pipeline).stage("backward").after.item()
    assert value(pipeline, "unscale", S=1024, G=5120.0) == receipt(pipeline).stage("unscale").after.item()


@pytest.mark.parametrize("clip", ["norm", "value"])
@pytest.mark.parametrize("gradient", [5.0, -5.0, 0.5])
def test_the_clippings_formula_gives_the_clipped_gradient(clip, gradient):
    pipeline = Pipeline(inputs=[[gradient]], clip=clip)
    g = [gradient] if clip == "norm" else gradient  # a norm is one of a vector
    formula = receipt(pipeline).stage("clip").formula
    if clip == "norm":  # the evaluator multiplies no vectors: of one element, G outside the norm is that element
        formula = formula.replace("G ", "u ", 1)

    (found,) = evaluate(formula, {"G": g, "u": gradient, "c": 1.0})
    assert float(found) == pytest.approx(receipt(pipeline).stage("clip").after.item(), rel=1e-6)


@deterministic
@given(pipelines())
def test_every_row_has_a_formula(pipeline):
    assert all(stage.formula.count("{") == stage.formula.count("}") > -1 for stage in receipt(pipeline).stages)
    assert all(stage.formula for stage in receipt(pipeline).stages)


@deterministic
@given(pipelines())
def test_every_letter_of_a_formula_is_a_symbol_that_is_explained(pipeline):
    commands = r"\\(frac|sum|partial|operatorname|min|max|lVert|rVert|lvert|rvert|sqrt|cdot|tfrac|left|right|quad)"
    for stage in receipt(pipeline).stages:
        rest = re.sub(commands, "", stage.formula)
        rest = rest.replace("{fl}", "").replace("_2", "")
        for name in ("step", *symbols_in(stage.formula)):
            rest = re.sub(SYMBOLS[name], "", rest)
        rest = re.sub(r"_[ij2]|\\[,;]", "", rest)
        assert re.findall(r"[A-Za-z]", rest) == [], (stage.key, stage.formula)
