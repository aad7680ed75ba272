"""The secant's slope is the quotient of the numbers PyTorch gives, its rounding included."""

import pickle
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
import torch

from gradlab import LOSSES, Experiment, ExperimentError, secants, unscaled_gradient
from gradlab.compute.experiment import DTYPES
from gradlab.compute.losses.shapes import same_shape
from gradlab.compute.secant import WIDTHS
from tests.compute.experiments import (
    EPSILON,
    MOVABLE,
    default_experiment,
    on_devices,
    over_bounds,
    over_movable_dtypes,
    over_several_losses,
    rounded,
    with_element,
)
from tests.compute.matrix import over

ELEMENTARY = [name for name, loss in LOSSES.items() if loss.output_shape is same_shape and len(loss.tensors) == 1]
DIFFERENTIABLE = [(name, tensor) for name, tensor in MOVABLE if LOSSES[name].tensor(tensor).differentiable]

over_dtypes_alone = pytest.mark.parametrize("dtype", DTYPES)


def loss_at(experiment: Experiment, tensor: str, value: float) -> float:
    return unscaled_gradient(with_element(experiment, tensor, 0, value)).loss


def with_room(name: str, tensor: str) -> float:
    """A position on the slider with at least a third of it on its right."""
    positions = LOSSES[name].tensor(tensor).slider.positions
    return positions[len(positions) // 3]


# By calculus (8 + 12h + 6h² + h³ - 8) / h for the first two; the others are Python's ((2 + h)**3 - 8) / h, which
# rounds as float64 does.
@pytest.mark.parametrize(("width", "slope"), [(0.1, 12.61), (1e-8, 11.99999993), (1e-15, 10.658141), (1e-16, 0.0)])
def test_the_secants_of_a_cube_come_to_its_slope_and_lose_it_again(width, slope):
    found = secants(Experiment("cube", {"A": 2.0}), tensor="A", element=0, positions=[2.0], widths=[width])

    assert found.slopes.item() == pytest.approx(slope, rel=1e-7)


def test_the_widths_are_decimals_in_steps_of_one_two_and_five():
    decimals = [Decimal(repr(width)) for width in WIDTHS]
    ratios = [larger / smaller for larger, smaller in pairwise(decimals)]

    assert (WIDTHS[0], WIDTHS[-1]) == (1.0, 1e-16)
    assert ratios == [Decimal(ratio) for ratio in ("2", "2.5", "2")] * 16


@on_devices
@over_movable_dtypes
def test_the_losses_are_those_pytorch_gives_at_the_ends(name, tensor, dtype, device):
    experiment = default_experiment(name, (3,), dtype=dtype, device=device)
    start = with_room(name, tensor)
    found = secants(experiment, tensor=tensor, element=0, positions=[start], widths=[0.25, 0.02])

    alone = [[loss_at(experiment, tensor, end)] for (end,) in found.ends.tolist()]
    np.testing.assert_allclose(found.losses, alone, rtol=4 * EPSILON[dtype], atol=4 * EPSILON[dtype])


@over_dtypes_alone
@pytest.mark.parametrize("name", ELEMENTARY)
def test_the_secants_of_a_function_of_one_tensor_are_the_very_numbers_of_a_notebook(name, dtype):
    experiment = default_experiment(name, (1,), dtype=dtype, device="cpu")
    position, widths = with_room(name, "A"), WIDTHS[::8]
    found = secants(experiment, tensor="A", element=0, positions=[position], widths=widths)

    quotients, a = [], torch.tensor(position, dtype=getattr(torch, dtype))
    for width in widths:
        h = torch.tensor(width, dtype=a.dtype)
        there, here = (torch.tensor(loss_at(experiment, "A", at.item()), dtype=a.dtype) for at in (a + h, a))
        quotients.append(((there - here) / h).item())
    np.testing.assert_array_equal(found.slopes[:, 0], quotients)


@over("name, tensor", DIFFERENTIABLE)
def test_a_short_secant_is_almost_the_tangent(name, tensor):
    # Off the corners that some sliders have at a third.
    position = with_room(name, tensor) + 0.0123
    experiment = with_element(default_experiment(name, requires_grad=tensor), tensor, 0, position)
    found = secants(experiment, tensor=tensor, element=0, positions=[position], widths=[1e-7])

    slope = unscaled_gradient(experiment).gradients[tensor].flat[0]
    assert found.slopes.item() == pytest.approx(slope, rel=1e-4, abs=1e-5)


@on_devices
@over_movable_dtypes
def test_where_the_end_is_the_start_again_the_secant_is_flat(name, tensor, dtype, device):
    experiment = default_experiment(name, dtype=dtype, device=device)
    positions = [p for p in LOSSES[name].tensor(tensor).slider.positions if abs(p) >= 0.5]
    # A quarter of the distance from 0.5 to the next number.
    found = secants(experiment, tensor=tensor, element=0, positions=positions, widths=[EPSILON[dtype] / 8])
    finite = np.isfinite(found.losses)

    assert found.ends[0].tolist() == rounded(positions, dtype).tolist()
    assert finite.any()
    assert not found.slopes[finite].any()


# Half of the smallest number above 0 that each can hold, by IEEE 754; bfloat16 has float32's exponents.
@pytest.mark.parametrize(("dtype", "width"), [("float32", 2.0**-150), ("float16", 2.0**-25), ("bfloat16", 2.0**-134)])
def test_a_width_that_the_dtype_rounds_to_nothing_has_no_slope(dtype, width):
    found = secants(Experiment("cube", {"A": 2.0}, dtype=dtype), tensor="A", element=0, positions=[2], widths=[width])

    assert np.isnan(found.slopes).all()


@over_dtypes_alone
def test_the_ends_come_back_as_the_dtype_rounded_them(dtype):
    experiment = Experiment("cube", {"A": [2.0, 1.0]}, dtype=dtype)
    starts, widths = [0.1, -1.3, 2.0], [1.0, 0.02]
    found = secants(experiment, tensor="A", element=1, positions=starts, widths=widths)

    sums = [rounded(rounded(starts, dtype) + rounded(width, dtype), dtype).tolist() for width in widths]
    assert found.ends.tolist() == sums


@over_dtypes_alone
def test_the_epsilon_is_the_distance_from_one_to_the_next_number(dtype):
    found = secants(Experiment("cube", {"A": 2.0}, dtype=dtype), tensor="A", element=0, positions=[2.0])
    one = torch.tensor(1.0, dtype=getattr(torch, dtype))

    assert found.epsilon == (torch.nextafter(one, 2 * one) - one).item()


@on_devices
@over_bounds
def test_a_secant_from_outside_the_domain_is_nan(name, tensor, bound, direction, device):
    experiment = default_experiment(name, (3,), device=device)
    outside = bound + np.sign(direction) * 0.25
    found = secants(experiment, tensor=tensor, element=1, positions=[outside], widths=[0.125, 0.5])

    assert np.isnan(found.slopes).all()


@on_devices
@over_bounds
def test_a_secant_from_inside_the_domain_is_nan_where_it_ends_outside(name, tensor, bound, direction, device):
    experiment = default_experiment(name, (3,), device=device)
    inside, domain = bound - np.sign(direction) * 0.25, LOSSES[name].tensor(tensor).domain
    found = secants(experiment, tensor=tensor, element=1, positions=[inside], widths=[0.125, 0.5])

    within = [[inside + width in domain] for width in (0.125, 0.5)]
    assert np.isfinite(found.losses).tolist() == within
    assert np.isfinite(found.slopes).tolist() == within


@over_several_losses
def test_several_losses_without_a_vector_are_refused(name, shape):
    experiment = default_experiment(name, shape, reduction="none", vector=None)

    with pytest.raises(ExperimentError, match=r"expected a vector .*, got none"):
        secants(experiment, tensor=LOSSES[name].primary.name, element=0, positions=[0.5])


WRONG = {"unknown tensor": {"tensor": "A"}, "element": {"element": 6}, "positions": {"positions": []}}
WRONG |= {"no widths": {"widths": []}, "a width without end": {"widths": [float("inf")]}}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_cannot_be_moved_is_refused_with_what_was_expected_and_what_came(change):
    experiment = default_experiment("cross_entropy", (2, 3))
    with pytest.raises(ExperimentError, match=r"(?s)expected .*got "):
        secants(experiment, **{"tensor": "input", "element": 0, "positions": [1.0], **change})


def test_secants_survive_pickling():
    found = secants(default_experiment("log"), tensor="A", element=0, positions=[-1.0, 0.0, 1.0])

    np.testing.assert_equal(pickle.loads(pickle.dumps(found)).__dict__, found.__dict__)
