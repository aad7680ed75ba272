"""The second derivative is that of the loss, and where the slope has no slope it is said so."""

import numpy as np
import pytest
from mpmath import mp, mpf

from gradlab import LOSSES, Experiment, ExperimentError, Verdict
from gradlab.compute.batch import own_row_losses, row_losses
from gradlab.compute.curvature import curvature, twice_along
from gradlab.compute.experiment import DTYPES, flat
from gradlab.compute.program import program
from gradlab.compute.sweep import swept
from tests.compute.experiments import SINGULAR, default_experiment, over_losses, over_reduced_cases, with_element
from tests.compute.interpreter import outputs
from tests.compute.test_reference import moved

# By their documentation made of one kernel each, whose backward PyTorch cannot differentiate (ran on torch 2.13).
ONCE = ("ctc_loss", "multi_margin_loss", "multilabel_margin_loss")


def own(formula: str, *positions: float):
    experiment = Experiment("expression", {"A": [1.0]}, {"expression": formula})
    return curvature(experiment, tensor="A", element=0, positions=positions)


@over_losses
def test_it_is_the_second_derivative_of_mpmath_at_every_loss(name):
    if name in ONCE:
        with pytest.raises(RuntimeError, match="is not implemented"):
            curvature(default_experiment(name), tensor=LOSSES[name].primary.name, element=0, positions=[0.5])
        return
    tensor = LOSSES[name].primary
    experiment, layout = default_experiment(name, (3,)), (3,)
    # Off the corners of the sliders' own positions.
    positions = [position + 0.0123 for position in tensor.slider.positions[7::41] if name not in SINGULAR or position]
    found = curvature(experiment, tensor=tensor.name, element=0, positions=positions)
    for value, position, verdict in zip(found.values, positions, found.judged.verdict, strict=True):
        there = with_element(experiment, tensor.name, 0, position)
        with mp.workdps(60):
            expected = float(mp.re(mp.diff(moved(there, layout, tensor.name, 0), mpf(position), 2)))
        assert verdict in (Verdict.SLOPE, Verdict.NO_LOSS, Verdict.UNKNOWN)
        assert np.isnan(value) or value == pytest.approx(expected, rel=1e-7, abs=1e-9)


@over_reduced_cases
def test_a_batch_is_used_only_where_it_has_the_second_derivative_of_pytorchs_own_call(name, shape, reduction):
    if name in ONCE or not LOSSES[name].rows_twice:
        return
    tensor = LOSSES[name].primary
    experiment = default_experiment(name, shape, reduction=reduction)
    where = (experiment, tensor.name, 0, tensor.slider.positions[3::50])
    batched, own = (swept(*where, losses_of, twice_along(0)) for losses_of in (row_losses, own_row_losses))

    np.testing.assert_allclose(batched.slopes, own.slopes, rtol=1e-9, atol=1e-12)


# Two derivatives by calculus, and what becomes of the second at a place where the first has none or jumps.
PLACES = [
    ("A**3", 2.0, Verdict.SLOPE, 12.0, None),
    ("5*A", 1.0, Verdict.SLOPE, 0.0, None),
    ("A*abs(A)", 0.0, Verdict.CORNER, None, (-2.0, 2.0)),
    ("relu(A)**2", 0.0, Verdict.CORNER, None, (0.0, 2.0)),
    ("abs(A)", 0.0, Verdict.JUMP, None, None),
    ("abs(A)**1.5", 0.0, Verdict.VERTICAL, None, None),
    ("A**2 * detach(A)", 1.0, Verdict.NOT_THE_SLOPE, None, None),
]


@pytest.mark.parametrize(("formula", "at", "verdict", "value", "sides"), PLACES)
def test_the_slope_is_judged_as_a_loss_is(formula, at, verdict, value, sides):
    found = own(formula, at)

    assert Verdict(found.judged.verdict[0]) == verdict
    if value is not None:
        assert found.values[0] == value
    if sides:
        assert (found.judged.left[0], found.judged.right[0]) == pytest.approx(sides, abs=1e-6)


def test_a_corner_of_the_slope_is_found_between_the_positions_too():
    # Huber's slope turns from x into a constant at delta = 1.23.
    experiment = Experiment("huber_loss", {"input": [0.0], "target": [0.0]}, {"delta": 1.23})
    found = curvature(experiment, tensor="input", element=0, positions=[-2.0, -1.0, 0.0, 1.0, 2.0])

    assert found.values.tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert found.kinks == pytest.approx([-1.23, 1.23])


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_program_that_asks_autograd_twice_prints_the_same(dtype):
    experiment = Experiment("softplus", {"A": [0.5, -1.0]}, dtype=dtype)
    *made, _, _ = program(experiment, "…").split("\n")
    asked = "slope, = torch.autograd.grad(loss, A, create_graph=True)\nagain, = torch.autograd.grad(slope[1], A)"
    text = "\n".join(["import torch", "from torch.nn import functional as F", *made, asked, "print(float(again[1]))"])

    found = curvature(experiment, tensor="A", element=1, positions=[-1.0])
    assert found.values.tolist() == [float(outputs([text])[0])]


def test_where_the_dtype_rounds_it_to_nothing_that_is_said():
    # sigmoid'' at 12 is -6.1e-6 (mpmath); float16 knows sigmoid(12) as 1.
    experiment = Experiment("sigmoid", {"A": [12.0]}, dtype="float16")
    found = curvature(experiment, tensor="A", element=0, positions=[12.0])

    assert found.judged.verdict.tolist() == [Verdict.PRECISION]
    assert found.judged.slope[0] == pytest.approx(-6.1441e-6, rel=1e-4)


def test_each_element_has_its_own():
    experiment = Experiment("cube", {"A": [1.0, 2.0]}, reduction="sum")
    values = [
        curvature(experiment, tensor="A", element=index, positions=[number]).values[0]
        for index, number in enumerate(flat(experiment.tensor("A")))
    ]

    assert values == [6.0, 12.0]


def test_what_cannot_be_moved_is_refused():
    with pytest.raises(ExperimentError, match=r"expected .*, got "):
        curvature(default_experiment("cross_entropy"), tensor="target", element=0, positions=[0.5])
