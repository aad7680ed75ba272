"""Every row of a sweep has the very bits of PyTorch's own call there, in every dtype."""

import json

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, sweep, unscaled_gradient
from gradlab.compute import sweep as module
from gradlab.compute.curvature import curvature
from gradlab.compute.program import program
from gradlab.compute.sweep import batched_sweep
from tests.compute.experiments import default_experiment, takes, with_element
from tests.compute.interpreter import outputs
from tests.compute.matrix import cover, over

ROWS = 4


def somewhere(name: str, dtype: str, size: int, reduction: str, optional: bool) -> tuple[Experiment, list[float]]:
    """The loss at random positions of its sliders, the same in every run, and positions for its first element."""
    loss, drawn = LOSSES[name], np.random.default_rng([size, len(name), len(dtype)])
    experiment = default_experiment(name, (size,), optional=optional, dtype=dtype, reduction=reduction)
    tensors = dict(experiment.tensors)
    for argument in loss.tensors:
        if argument.name in tensors and argument.slider:
            shape = experiment.shape(argument.name)
            tensors[argument.name] = drawn.choice(argument.slider.positions, size=shape).tolist()
    made = Experiment(name, tensors, dtype=dtype, reduction=reduction, vector=experiment.vector)
    return made, drawn.choice(loss.primary.slider.positions, size=ROWS).tolist()


def assert_rows_are_pytorchs(experiment: Experiment, positions: list[float]) -> None:
    tensor = experiment.requires_grad[0]
    swept = sweep(experiment, tensor=tensor, element=0, positions=positions)
    alone = [unscaled_gradient(with_element(experiment, tensor, 0, position)) for position in positions]
    np.testing.assert_array_equal(swept.gradients[tensor], [point.gradients[tensor] for point in alone])
    if np.ndim(alone[0].loss) == 0:
        np.testing.assert_array_equal(swept.losses, [point.loss for point in alone])


MATRIX = [
    (name, dtype, size, reduction, optional)
    for name, loss in LOSSES.items()
    for dtype in loss.dtypes
    for size in {3, loss.sizes[1]}
    if takes(loss, (size,))
    for reduction in loss.reductions
    for optional in {False, any(argument.optional for argument in loss.tensors)}
]
# Only of these are there rows that were not computed by themselves.
BATCHED = [case for case in MATRIX if case[1] in ("float64", "float32") and not case[-1]]


@over("name, dtype, size, reduction, optional", dict.fromkeys([*BATCHED, *cover(MATRIX)]))
def test_a_row_has_the_bits_of_pytorchs_own_call(name, dtype, size, reduction, optional):
    assert_rows_are_pytorchs(*somewhere(name, dtype, size, reduction, optional))


@pytest.mark.parametrize("text", ["gelu(A)", "prod(A) - logsumexp(A)", "2**-A", "softplus(3*A)*silu(A)", "A**2.5"])
@pytest.mark.parametrize("dtype", LOSSES["expression"].dtypes)
def test_a_row_of_a_formula_has_the_bits_of_pytorchs_own_call(text, dtype):
    positions = LOSSES["expression"].primary.slider.positions[::9]
    for values in ([0.5], [0.5, -1.25, 2.0], [0.5, 1.0, -2.0, 3.0, 0.25, -0.75, 1.5, 2.5]):
        assert_rows_are_pytorchs(Experiment("expression", {"A": values}, {"expression": text}, dtype=dtype), positions)


# As people found them: 2 · 40000² / 4 is a float16, 40000² is not; a mean of three is rounded after the derivative.
FOUND = [
    Experiment("mse_loss", {"input": [40000.0, 1.0, -2.0, 0.0], "target": [0.0, 1.0, 2.0, 3.0]}, dtype="float16"),
    Experiment("soft_margin_loss", {"input": [-0.05, -2.7, -4.25], "target": [1.0, -1.0, 1.0]}, dtype="bfloat16"),
]


def test_a_program_run_by_itself_prints_what_the_row_says():
    swept = [sweep(each, tensor="input", element=0, positions=[each.tensor("input")[0]]) for each in FOUND]
    programs = [f"import torch\nfrom torch.nn import functional as F\n{program(each, '')}" for each in FOUND]
    shown = outputs([f"{text}\nprint([float(number) for number in input.grad])" for text in programs])

    assert [each.gradients["input"][0].tolist() for each in swept] == [json.loads(text) for text in shown]


def test_of_a_loss_too_slow_for_it_the_rows_nearest_to_the_present_one_are_pytorchs(monkeypatch):
    monkeypatch.setattr(module, "MOST_CALLS", 3)
    rows, own = [], module.own_row_losses
    monkeypatch.setattr(module, "own_row_losses", lambda e, batch: rows.append(len(batch["input"])) or own(e, batch))
    experiment = Experiment("huber_loss", {"input": [0.3, 1.0, 2.0], "target": [0.7, 0.1, 3.0]}, dtype="bfloat16")
    positions = [-1.9, 0.1, 0.3, 0.9, 2.3]
    swept, batched = (
        each(experiment, tensor="input", element=0, positions=positions) for each in (sweep, batched_sweep)
    )

    assert rows == [3]
    assert_rows_are_pytorchs(experiment, positions[1:4])
    for row in (0, 4):
        np.testing.assert_array_equal(swept.gradients["input"][row], batched.gradients["input"][row])


def test_of_a_second_derivative_as_many_rows_are_pytorchs_as_take_no_longer(monkeypatch):
    monkeypatch.setattr(module, "MOST_CALLS", 10)
    rows, own = [], module.own_row_losses
    monkeypatch.setattr(module, "own_row_losses", lambda e, batch: rows.append(len(batch["A"])) or own(e, batch))
    experiment = Experiment("expression", {"A": [0.5]}, {"expression": "sin(A)"})
    taken = int(10 / LOSSES["expression"].calls({"expression": "sin(A)"}))
    for each in (sweep, curvature):
        each(experiment, tensor="A", element=0, positions=[step / 8 for step in range(20)])

    assert rows == [taken, int(taken / 2.5)]
