"""A surface has, at every point of its grid, the loss and the gradient that computing there alone gives."""

import pickle
from operator import itemgetter

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, ExperimentError, Surface, surface, sweep, unscaled_gradient
from gradlab.compute.experiment import DTYPES
from tests.compute.experiments import (
    EPSILON,
    REDUCED_CASES,
    continuous,
    default_experiment,
    elements,
    on_devices,
    over_bounds,
    over_several_losses,
    rounded,
    with_element,
)
from tests.compute.matrix import cover, over


def two_elements(experiment: Experiment) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """The first and the last element of each tensor, and the first elements of each two."""
    loss = LOSSES[experiment.loss]
    movable = {a.name: elements(experiment, a.name) for a in continuous(loss) if a.differentiable}
    within = [((name, 0), (name, indices[-1])) for name, indices in movable.items() if len(indices) > 1]
    return within + [((loss.primary.name, 0), (other, 0)) for other in list(movable)[1:]]


TWO = [
    (*case, first, second)
    for case in REDUCED_CASES
    if case[1] != (2, 3) or case[2] == "mean"
    for first, second in two_elements(default_experiment(*case[:2], reduction=case[2]))
]


def grid_of(experiment: Experiment, first: tuple[str, int], second: tuple[str, int]) -> Surface:
    """Three positions of the first by two of the second, from their sliders."""
    sliders = [LOSSES[experiment.loss].tensor(tensor).slider for tensor, _ in (first, second)]
    x, y = (slider.positions[3 :: len(slider.positions) // 3][:3] for slider in sliders)
    return surface(experiment, first=first, second=second, first_positions=x, second_positions=y[:2])


@on_devices
@over("name, shape, reduction, first, second", cover(TWO, key=itemgetter(1, 2, 3)))
def test_a_surface_is_the_gradient_point_by_point(name, shape, reduction, first, second, device):
    required = {first[0], second[0]}
    experiment = default_experiment(name, shape, reduction=reduction, requires_grad=required, device=device)
    found = grid_of(experiment, first, second)

    weights = 1.0 if experiment.vector is None else np.array(experiment.vector)
    for row, column in np.ndindex(found.losses.shape):
        there = with_element(experiment, *first, found.first_positions[column])
        alone = unscaled_gradient(with_element(there, *second, found.second_positions[row]))
        expected = [np.sum(alone.loss * weights), *(alone.gradients[t].flat[i] for t, i in (first, second))]
        at_point = [grid[row, column] for grid in (found.losses, found.slopes_first, found.slopes_second)]
        np.testing.assert_allclose(at_point, expected, rtol=1e-12, atol=1e-12)


@on_devices
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_row_of_a_surface_is_the_sweep_of_its_first_element(dtype, device):
    experiment = default_experiment("huber_loss", (3,), dtype=dtype, device=device)
    found = grid_of(experiment, ("input", 0), ("input", 2))
    there = with_element(experiment, "input", 2, found.second_positions[1])
    swept = sweep(there, tensor="input", element=0, positions=found.first_positions)

    np.testing.assert_allclose(found.losses[1], swept.losses, rtol=EPSILON[dtype])
    np.testing.assert_allclose(found.slopes_first[1], swept.gradients["input"][:, 0], rtol=EPSILON[dtype])
    np.testing.assert_allclose(found.slopes_second[1], swept.gradients["input"][:, 2], rtol=EPSILON[dtype])


def test_a_bowl_is_a_bowl():
    # A₀² + A₁² and its gradient (2A₀, 2A₁), by calculus; exact in binary.
    x, y = np.array([-1.0, 0.5, 3.0]), np.array([0.25, -2.0])
    experiment = Experiment("square", {"A": [7.0, 7.0]}, reduction="sum")
    found = surface(experiment, first=("A", 0), second=("A", 1), first_positions=x, second_positions=y)

    np.testing.assert_array_equal(found.losses, x**2 + y[:, None] ** 2)
    np.testing.assert_array_equal(found.slopes_first, np.broadcast_to(2 * x, (2, 3)))
    np.testing.assert_array_equal(found.slopes_second, np.broadcast_to(2 * y[:, None], (2, 3)))


def test_exchanging_the_elements_turns_the_surface_over():
    experiment = default_experiment("cross_entropy")
    x, y = [0.5, 1.0, -2.0], [0.0, 1.5]
    one = surface(experiment, first=("input", 0), second=("input", 2), first_positions=x, second_positions=y)
    other = surface(experiment, first=("input", 2), second=("input", 0), first_positions=y, second_positions=x)

    np.testing.assert_allclose(one.losses, other.losses.T, rtol=1e-15)
    np.testing.assert_allclose(one.slopes_first, other.slopes_second.T, rtol=1e-15)


@on_devices
@over_bounds
def test_points_outside_the_domain_are_nan_and_leave_the_others_as_they_are(name, tensor, bound, direction, device):
    if not LOSSES[name].tensor(tensor).differentiable:
        pytest.skip("PyTorch does not differentiate in this tensor")
    experiment, way = default_experiment(name, (3,), device=device), np.sign(direction)
    x, y = [bound - way * 0.25, bound + way * 0.25], [bound - way * 0.5, bound + way, bound - way * 0.75]
    found = surface(experiment, first=(tensor, 0), second=(tensor, 1), first_positions=x, second_positions=y)

    inside = np.array([[True, False], [False, False], [True, False]])
    for grid in (found.losses, found.slopes_first, found.slopes_second):
        assert (np.isnan(grid) == ~inside).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_positions_come_back_as_the_dtype_rounded_them(dtype):
    experiment = Experiment("square", {"A": [1.0, 2.0]}, dtype=dtype)
    at = {"first_positions": [0.1, 1000.3], "second_positions": [0.7]}
    found = surface(experiment, first=("A", 0), second=("A", 1), **at)

    assert found.first_positions.tolist() == rounded([0.1, 1000.3], dtype).tolist()
    assert found.second_positions.tolist() == rounded([0.7], dtype).tolist()


@over_several_losses
def test_several_losses_without_a_vector_are_refused(name, shape):
    experiment = default_experiment(name, shape, reduction="none", vector=None)
    for first, second in two_elements(experiment):
        with pytest.raises(ExperimentError, match=r"expected a vector .*, got none"):
            grid_of(experiment, first, second)


WRONG = {
    "unknown tensor": {"first": ("A", 0)},
    "class index": {"second": ("target", 0)},
    "tensor without a gradient": {"second": ("weight", 0)},
    "element beyond the last": {"second": ("input", 6)},
    "one element twice": {"second": ("input", 0)},
    "one element in two spellings": {"second": ("input", (0, 0))},
    "no positions": {"first_positions": []},
    "nan as a position": {"second_positions": [float("nan")]},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_is_no_surface_is_refused_with_what_was_expected_and_what_came(change):
    given = {"first": ("input", 0), "second": ("input", 1), "first_positions": [1.0], "second_positions": [1.0]}
    with pytest.raises(ExperimentError, match=r"(?s)expected .*got "):
        surface(default_experiment("cross_entropy", (2, 3), optional=True), **(given | change))


def test_a_surface_survives_pickling():
    found = grid_of(default_experiment("mse_loss", (3,)), ("input", 0), ("target", 0))

    np.testing.assert_equal(pickle.loads(pickle.dumps(found)).__dict__, found.__dict__)
