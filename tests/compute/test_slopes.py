"""Slopes measured on both sides of a point: a corner is found, and nothing else is taken for one."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, ExperimentError, slopes, sweep
from gradlab.compute.experiment import DTYPES
from tests.compute.experiments import (
    MOVABLE,
    NEAR,
    SINGULAR,
    default_experiment,
    deterministic,
    on_devices,
    on_slider,
    over_bounds,
    over_movable,
    takes,
)
from tests.compute.reference import KINKS

# Of the steeper side, at least of 1: what rounding (2⁻⁵² f/h) and curvature (h² f‴/24) leave with h = 2⁻¹⁴.
AGREEMENT = 1e-5

over_kinks = pytest.mark.parametrize(("name", "tensor"), KINKS)


def on_the_slider(experiment: Experiment, tensor: str):
    positions = LOSSES[experiment.loss].tensor(tensor).slider.positions
    return np.array(positions), slopes(experiment, tensor=tensor, element=0, positions=positions)


@on_devices
@over_movable
def test_the_kinks_on_a_slider_are_the_corners_of_the_function_and_no_others(name, tensor, device):
    positions, measured = on_the_slider(default_experiment(name, device=device), tensor)

    assert positions[measured.kink].tolist() == list(KINKS.get((name, tensor), []))


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize(("name", "tensor"), [kink for kink in KINKS if takes(LOSSES[kink[0]], (1,))])
def test_a_corner_of_one_element_among_several_is_found(name, tensor, reduction):
    positions, measured = on_the_slider(default_experiment(name, (3,), reduction=reduction), tensor)

    assert positions[measured.kink].tolist() == list(KINKS[name, tensor])


@over_kinks
def test_a_corner_has_its_two_slopes(name, tensor):
    kinks = KINKS[name, tensor]
    measured = slopes(default_experiment(name), tensor=tensor, element=0, positions=list(kinks))

    np.testing.assert_allclose(np.transpose([measured.left, measured.right]), list(kinks.values()), atol=1e-9)


@pytest.mark.parametrize(("name", "tensor"), [m for m in MOVABLE if m not in KINKS and m[0] not in SINGULAR])
@deterministic
@given(data=st.data())
def test_a_smooth_function_is_flagged_nowhere_between_the_steps_of_its_slider(name, tensor, data):
    positions = data.draw(st.lists(on_slider(LOSSES[name].tensor(tensor).slider), min_size=20, max_size=20))
    measured = slopes(default_experiment(name), tensor=tensor, element=0, positions=positions)

    assert not measured.kink.any()


@pytest.mark.parametrize(("name", "parameter"), [("huber_loss", "delta"), ("smooth_l1_loss", "beta")])
def test_where_two_pieces_join_with_one_slope_there_is_no_kink(name, parameter):
    # Huber and smooth L1 turn from a parabola into a line at |x - y| = delta and beta, with equal slopes.
    experiment = default_experiment(name)
    (argument,) = (argument for argument in LOSSES[name].parameters if argument.name == parameter)
    for joint in argument.slider.positions:
        if joint > 0:
            joined = replace(experiment, parameters={parameter: joint})
            measured = slopes(joined, tensor="input", element=0, positions=[3.0 - joint, 3.0 + joint])
            assert not measured.kink.any()


def test_smooth_l1_without_its_parabola_has_the_corner_of_l1():
    # PyTorch's documentation of smooth_l1_loss: with beta 0 it is L1.
    measured = on_the_slider(default_experiment("smooth_l1_loss", parameters={"beta": 0.0}), "input")[1]
    corner = on_the_slider(default_experiment("l1_loss"), "input")[1]

    np.testing.assert_array_equal(measured.kink, corner.kink)


@on_devices
@pytest.mark.parametrize(("name", "tensor"), [(n, t) for n, t in MOVABLE if LOSSES[n].tensor(t).differentiable])
def test_the_central_difference_agrees_with_autograd_on_the_whole_slider(name, tensor, device):
    experiment = default_experiment(name, device=device, requires_grad=tensor)
    positions, measured = on_the_slider(experiment, tensor)
    swept = sweep(experiment, tensor=tensor, element=0, positions=positions)
    scale = np.maximum(1.0, np.maximum(abs(measured.left), abs(measured.right)))
    measurable = np.abs(positions) >= NEAR if name in SINGULAR else True
    smooth = np.isfinite(measured.central) & ~measured.kink & measurable
    error = np.abs(measured.central - swept.gradients[tensor].reshape(len(positions), -1)[:, 0])

    assert smooth.sum() > 0.8 * len(positions)
    assert (error <= AGREEMENT * scale)[smooth].all()


def test_all_three_slopes_of_a_line_are_its_slope():
    measured = slopes(Experiment("times_five", {"A": 5.0}), tensor="A", element=0, positions=[-2.0, 0.0, 5.0])

    np.testing.assert_array_equal([measured.left, measured.right, measured.central], 5.0)


def test_the_sides_of_a_parabola_lie_as_far_apart_as_the_step():
    # A² over a step of h/2: (2A ± h/2), h = 2^-14; exact in binary.
    measured = slopes(Experiment("square", {"A": 1.0}), tensor="A", element=0, positions=[3.0])

    assert [s.item() for s in (measured.left, measured.central, measured.right)] == [6 - 2.0**-15, 6, 6 + 2.0**-15]


@pytest.mark.parametrize("dtype", DTYPES)
def test_slopes_are_measured_in_float64_whatever_the_dtype(dtype):
    coarse, exact = (
        slopes(default_experiment("sin", dtype=computed_in), tensor="A", element=0, positions=[0.1, 2.7])
        for computed_in in (dtype, "float64")
    )

    np.testing.assert_equal(coarse.__dict__, exact.__dict__)


@on_devices
@over_bounds
def test_at_the_end_of_the_domain_the_side_beyond_is_nan_and_no_kink(name, tensor, bound, direction, device):
    measured = slopes(default_experiment(name, device=device), tensor=tensor, element=0, positions=[bound])
    inner, beyond = (measured.right, measured.left) if direction < 0 else (measured.left, measured.right)

    assert np.isfinite(inner).all()
    assert np.isnan(beyond).all()
    assert not measured.kink.any()


@pytest.mark.parametrize("name", ["log", "sqrt"])
def test_where_a_function_begins_there_is_no_left_slope_and_no_kink(name):
    measured = slopes(default_experiment(name), tensor="A", element=0, positions=[0.0])

    assert np.isnan(measured.left).all()
    assert not measured.kink.any()


def test_slopes_survive_pickling():
    measured = slopes(default_experiment("log"), tensor="A", element=0, positions=[-1.0, 0.0, 1.0])

    np.testing.assert_equal(pickle.loads(pickle.dumps(measured)).__dict__, measured.__dict__)


@pytest.mark.parametrize("where", [{"tensor": "target", "element": 0}, {"tensor": "input", "element": 3}], ids=str)
def test_a_tensor_or_element_that_cannot_move_is_refused(where):
    with pytest.raises(ExperimentError, match=r"expected .*, got "):
        slopes(default_experiment("cross_entropy"), positions=[0.5], **where)
