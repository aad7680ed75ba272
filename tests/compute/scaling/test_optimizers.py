"""The optimizers' steps against their formulas, written out in plain Python from the papers."""

from collections.abc import Iterator
from itertools import islice
from math import sqrt

import pytest
import torch

from gradlab.compute.scaling import OPTIMIZERS, Pipeline, history, receipt
from tests.compute.scaling.pipelines import on_devices, over_optimizers, tiny

RATE = 0.1


def sgd(g: float, w: float, decay: float, momentum: float = 0.0, nesterov: bool = False) -> Iterator[float]:
    """g ← g + λw; v ← μv + g; Δw = −ηv, with Nesterov −η(g + μv)."""
    velocity = None
    while True:
        slope = g + decay * w
        velocity = slope if velocity is None else momentum * velocity + slope
        step = -RATE * (slope + momentum * velocity if nesterov else velocity)
        yield step
        w += step


def adam(g: float, w: float, decay: float, decoupled: bool = False) -> Iterator[float]:
    """m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; Δw = −η·m̂ ÷ (√v̂ + ε), both divided by 1 − βᵗ.

    AdamW takes −ηλw besides, instead of adding λw to g.
    """
    first, second, t = 0.0, 0.0, 0
    while True:
        t += 1
        slope = g if decoupled else g + decay * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        step = -RATE * (first / (1 - 0.9**t)) / (sqrt(second / (1 - 0.999**t)) + 1e-8)
        step -= RATE * decay * w if decoupled else 0.0
        yield step
        w += step


def rmsprop(g: float, w: float, decay: float) -> Iterator[float]:
    """v ← αv + (1 − α)g²; Δw = −ηg ÷ (√v + ε), α = 0.99."""
    second = 0.0
    while True:
        slope = g + decay * w
        second = 0.99 * second + 0.01 * slope**2
        step = -RATE * slope / (sqrt(second) + 1e-8)
        yield step
        w += step


def adagrad(g: float, w: float, decay: float) -> Iterator[float]:
    """s ← s + g²; Δw = −ηg ÷ (√s + 10⁻¹⁰)."""
    total = 0.0
    while True:
        slope = g + decay * w
        total += slope**2
        step = -RATE * slope / (sqrt(total) + 1e-10)
        yield step
        w += step


FORMULAS = {
    "sgd": sgd,
    "momentum": lambda g, w, decay: sgd(g, w, decay, momentum=0.9),
    "nesterov": lambda g, w, decay: sgd(g, w, decay, momentum=0.9, nesterov=True),
    "adam": adam,
    "adamw": lambda g, w, decay: adam(g, w, decay, decoupled=True),
    "rmsprop": rmsprop,
    "adagrad": adagrad,
}
DECAYS = {name: 0.01 if name == "adamw" else 0.0 for name in FORMULAS}  # PyTorch's defaults

over_decays = pytest.mark.parametrize("decay", [None, 0.1], ids=["default decay", "decay 0.1"])


def by_formula(optimizer: str, gradient: float, decay: float | None, weight: float = 5.0) -> Iterator[float]:
    return FORMULAS[optimizer](gradient, weight, DECAYS[optimizer] if decay is None else decay)


def test_every_optimizer_has_a_formula_here():
    assert set(FORMULAS) == set(OPTIMIZERS)


@on_devices
@over_optimizers
@over_decays
@pytest.mark.parametrize("gradient", [5.0, 1e-3, 1e-8, -3.0])
def test_the_first_step_is_the_formulas(device, optimizer, decay, gradient):
    settings = {"optimizer": optimizer, "weight_decay": decay, "learning_rate": RATE, "device": device}
    step = receipt(tiny(gradient, weight=(5.0,), **settings)).step.item()

    # The gradient comes from float32, the rest is float64.
    assert step == pytest.approx(next(by_formula(optimizer, gradient, decay)), rel=1e-6)


@on_devices
@over_optimizers
@over_decays
def test_the_first_three_steps_are_the_formulas(device, optimizer, decay):
    pipeline = Pipeline(optimizer=optimizer, weight_decay=decay, learning_rate=RATE, device=device)
    weights = history(pipeline, steps=3).weights[:, 0]

    wanted = list(islice(by_formula(optimizer, 5.0, decay), 3))
    assert weights[1:] - weights[:-1] == pytest.approx(wanted, abs=1e-6)  # float32 weights of about 5


@over_optimizers
def test_a_proportional_optimizer_follows_the_size_of_the_gradient_and_no_other_does(optimizer):
    one, thousand = (receipt(tiny(5.0 * k, optimizer=optimizer, weight_decay=0.0)).step.item() for k in (1.0, 1000.0))

    wanted = 1 if OPTIMIZERS[optimizer].square else 1000
    assert thousand / one == pytest.approx(wanted, rel=1e-6)


def test_weight_decay_takes_a_part_that_does_not_grow_with_the_loss():
    # (5000 + 0.1·5) ÷ (5 + 0.1·5)
    steps = [receipt(tiny(5.0 * k, weight=(5.0,), weight_decay=0.1)).step.item() for k in (1.0, 1000.0)]

    assert steps[1] / steps[0] == pytest.approx(5000.5 / 5.5, rel=1e-6)


def test_adam_halves_its_step_where_the_gradient_is_its_epsilon():
    assert receipt(tiny(1e-8, optimizer="adam")).step.item() == pytest.approx(-0.05, rel=1e-6)


@over_optimizers
def test_the_registry_has_pytorchs_default_of_eps(optimizer):
    entry = OPTIMIZERS[optimizer]

    assert entry.eps == entry.function([torch.zeros(1)], **entry.options).defaults.get("eps")


def test_an_eps_of_ones_own_is_what_divides():
    # g ÷ (|g| + ε) with ε = |g| is a half.
    assert receipt(tiny(1e-3, optimizer="adam", eps=1e-3)).step.item() == pytest.approx(-0.05, rel=1e-6)


@over_optimizers
def test_the_step_before_it_is_written_back_is_not_rounded_to_the_weight(optimizer):
    # From a weight of 1 in float64 a step of 1e-16·lr would be gone: the step is taken from 0.
    step = receipt(tiny(1e-20, weight=(1.0,), optimizer=optimizer, weight_decay=0.0)).step.item()

    assert step == pytest.approx(next(by_formula(optimizer, 1e-20, 0.0)), rel=1e-6)


@over_optimizers
def test_its_line_makes_the_optimizer_that_runs(optimizer):
    entry = OPTIMIZERS[optimizer]
    line = entry.code(learning_rate=0.25, weight_decay=0.5, eps=1e-3)
    written = eval(line, {"torch": torch, "w": torch.zeros(1)})

    assert type(written) is entry.function
    assert written.defaults == entry.of(torch.zeros(1), learning_rate=0.25, weight_decay=0.5, eps=1e-3).defaults
