"""A sweep gives, at every position of one element, what computing there alone gives."""

import pickle
from functools import partial
from itertools import product

import numpy as np
import pytest

from gradlab import LOSSES, DeviceError, Experiment, ExperimentError, sweep, unscaled_gradient
from gradlab.compute.experiment import DTYPES
from gradlab.compute.losses.shapes import same_shape
from tests.compute.experiments import (
    CASES,
    EPSILON,
    REDUCED_CASES,
    chosen_parameters,
    continuous,
    default_experiment,
    differentiable,
    elements,
    on_devices,
    over_bounds,
    over_cases,
    over_dtypes,
    over_movable,
    over_reduced_cases,
    over_several_losses,
    rounded,
    with_element,
)
from tests.compute.matrix import cover, over

WITH_OPTIONAL = [case for case in REDUCED_CASES if any(argument.optional for argument in LOSSES[case[0]].tensors)]
CHOSEN = [
    (name, tuple(parameters.items())) for name, loss in LOSSES.items() for parameters in chosen_parameters(loss)[1:]
]


def some_positions(slider) -> list[float]:
    """Both ends of a slider and two positions between them."""
    positions = slider.positions
    return [positions[index] for index in (0, len(positions) // 3, len(positions) * 2 // 3, -1)]


def ends_of(experiment: Experiment, name: str) -> set[int]:
    """The first and the last element of a tensor, which stand for all others."""
    return {0, len(elements(experiment, name)) - 1}


def assert_equals_point_by_point(experiment: Experiment, name: str, index: int, tolerance: float) -> None:
    positions = some_positions(LOSSES[experiment.loss].tensor(name).slider)
    swept = sweep(experiment, tensor=name, element=index, positions=positions)
    alone = [unscaled_gradient(with_element(experiment, name, index, position)) for position in positions]
    weights = 1.0 if experiment.vector is None else np.array(experiment.vector)
    close = partial(np.testing.assert_allclose, rtol=tolerance, atol=tolerance)
    close(swept.losses, [np.sum(point.loss * weights) for point in alone])
    for tensor in experiment.requires_grad:
        close(swept.gradients[tensor], [point.gradients[tensor] for point in alone])


@on_devices
@over_reduced_cases
def test_a_sweep_of_any_element_is_the_gradient_point_by_point(name, shape, reduction, device):
    fields = {"reduction": reduction, "requires_grad": differentiable(LOSSES[name]), "device": device}
    experiment = default_experiment(name, shape, **fields)

    for argument in continuous(LOSSES[name]):
        for index in ends_of(experiment, argument.name):
            assert_equals_point_by_point(experiment, argument.name, index, tolerance=1e-12)


@on_devices
@over("name, shape, reduction", cover(WITH_OPTIONAL))
def test_a_sweep_of_a_tensor_that_may_be_left_out_is_the_gradient_point_by_point(name, shape, reduction, device):
    required = differentiable(LOSSES[name], optional=True)
    experiment = default_experiment(
        name, shape, optional=True, reduction=reduction, requires_grad=required, device=device
    )

    for argument in continuous(LOSSES[name], optional=True):
        for index in ends_of(experiment, argument.name):
            assert_equals_point_by_point(experiment, argument.name, index, tolerance=1e-12)


@on_devices
@over("name, parameters", CHOSEN)
def test_a_sweep_at_any_parameters_is_the_gradient_point_by_point(name, parameters, device):
    loss = LOSSES[name]
    for reduction, optional in product(("mean", "sum"), (False, True)):
        experiment = default_experiment(
            name, (loss.size,), optional=optional, parameters=parameters, reduction=reduction, device=device
        )
        assert_equals_point_by_point(experiment, loss.primary.name, 0, tolerance=1e-12)


@on_devices
@over_dtypes
def test_a_sweep_in_any_dtype_is_the_gradient_point_by_point(name, dtype, device):
    # To the dtype's precision: PyTorch's fused mean of the binary cross-entropies rounds in another order than a batch.
    for reduction in LOSSES[name].reductions:
        experiment = default_experiment(name, (3,), reduction=reduction, dtype=dtype, device=device)
        assert_equals_point_by_point(experiment, LOSSES[name].primary.name, 0, tolerance=4 * EPSILON[dtype])


@on_devices
@over_bounds
def test_a_position_outside_the_domain_is_nan_and_never_raises(name, tensor, bound, direction, device):
    experiment = default_experiment(name, (3,), device=device, requires_grad=differentiable(LOSSES[name]))
    outside = np.nextafter(bound, direction)
    swept = sweep(experiment, tensor=tensor, element=1, positions=[outside, bound + np.sign(direction)])

    assert np.isnan(swept.losses).all()
    assert all(np.isnan(gradient).all() for gradient in swept.gradients.values())


@on_devices
@over_bounds
def test_positions_outside_the_domain_leave_the_others_as_they_are(name, tensor, bound, direction, device):
    experiment = default_experiment(name, (3,), device=device)
    inside = some_positions(LOSSES[name].tensor(tensor).slider)
    alone = sweep(experiment, tensor=tensor, element=1, positions=inside)
    among = sweep(experiment, tensor=tensor, element=1, positions=[bound + np.sign(direction), *inside])

    primary = LOSSES[name].primary.name
    np.testing.assert_allclose(among.losses[1:], alone.losses, rtol=1e-12)
    np.testing.assert_allclose(among.gradients[primary][1:], alone.gradients[primary], rtol=1e-12)


ELEMENTARY = [name for name, loss in LOSSES.items() if loss.output_shape is same_shape and len(loss.tensors) == 1]


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("name", ELEMENTARY)
def test_a_sweep_of_a_function_of_one_tensor_has_the_very_numbers_pytorch_prints(name, size):
    # In float32, the page's precision, where another rounding of the last digit shows in what is printed.
    experiment = default_experiment(name, (size,), dtype="float32", device="cpu")
    positions = LOSSES[name].primary.slider.positions[::5]
    swept = sweep(experiment, tensor="A", element=0, positions=positions)
    alone = [unscaled_gradient(with_element(experiment, "A", 0, position)).gradients["A"] for position in positions]

    assert swept.gradients["A"].tobytes() == np.array(alone).tobytes()


@over_cases
def test_a_sweep_has_one_row_a_position(name, shape):
    experiment = default_experiment(name, shape)
    primary = LOSSES[name].primary.name
    swept = sweep(experiment, tensor=primary, element=0, positions=[0.25, 0.5])

    assert (swept.losses.shape, swept.gradients[primary].shape) == ((2,), (2, *experiment.shape(primary)))


@on_devices
@pytest.mark.parametrize("dtype", DTYPES)
def test_positions_come_back_as_the_dtype_rounded_them(dtype, device):
    experiment = Experiment("square", {"A": [1.0, 2.0]}, dtype=dtype, device=device)

    swept = sweep(experiment, tensor="A", element=0, positions=[0.1, 1000.3])

    assert swept.positions.tolist() == rounded([0.1, 1000.3], dtype).tolist()


@over("name, shape", [case for case in CASES if len(case[1]) == 2])
def test_an_element_is_found_by_its_indices_as_by_its_place_in_the_flattened_tensor(name, shape):
    experiment = default_experiment(name, shape)
    where = {"tensor": LOSSES[name].primary.name, "positions": [0.25, 0.5]}
    by_indices = sweep(experiment, element=(1, 0), **where)

    # Row-major, as NumPy and PyTorch flatten.
    second_row = experiment.shape(where["tensor"])[1]
    np.testing.assert_equal(by_indices.__dict__, sweep(experiment, element=second_row, **where).__dict__)


def test_the_only_element_of_a_number_has_no_indices():
    assert sweep(Experiment("square", {"A": 3.0}), tensor="A", element=(), positions=[1.0]).element == 0


@over_movable
def test_a_sweep_leaves_the_experiments_own_value_out_of_it(name, tensor):
    experiment = default_experiment(name)
    positions = some_positions(LOSSES[name].tensor(tensor).slider)
    elsewhere = with_element(experiment, tensor, 0, positions[0])

    swept, swept_elsewhere = (sweep(e, tensor=tensor, element=0, positions=positions) for e in (experiment, elsewhere))
    np.testing.assert_equal(swept.__dict__, swept_elsewhere.__dict__)


def test_a_sweep_survives_pickling():
    swept = sweep(default_experiment("log", (3,)), tensor="A", element=0, positions=[-1.0, 0.0, 1.0])

    np.testing.assert_equal(pickle.loads(pickle.dumps(swept)).__dict__, swept.__dict__)


@on_devices
def test_a_sweep_says_where_it_was_computed(device):
    assert (
        sweep(Experiment("square", {"A": 3.0}, device=device), tensor="A", element=0, positions=[1.0]).device == device
    )


def test_a_device_that_is_not_there_is_refused():
    with pytest.raises(DeviceError, match=r"expected .*, got cuda:999"):
        sweep(Experiment("square", {"A": 3.0}, device="cuda:999"), tensor="A", element=0, positions=[1.0])


@over_several_losses
def test_several_losses_without_a_vector_are_refused(name, shape):
    experiment = default_experiment(name, shape, reduction="none", vector=None)

    with pytest.raises(ExperimentError, match=r"expected a vector .*, got none"):
        sweep(experiment, tensor=LOSSES[name].primary.name, element=0, positions=[0.5])


CLASSES = default_experiment("cross_entropy", (2, 3))
WRONG = {
    "unknown tensor": {"tensor": "A"},
    "class index": {"tensor": "target"},
    "element beyond the last": {"element": 6},
    "negative element": {"element": -1},
    "element between two": {"element": 1.5},
    "element as a bool": {"element": True},
    "element as a string": {"element": "0"},
    "no element": {"element": None},
    "too few indices": {"element": (0,)},
    "too many indices": {"element": (0, 0, 0)},
    "index beyond the last": {"element": (0, 3)},
    "negative index": {"element": (0, -1)},
    "index between two": {"element": (0, 1.5)},
    "no positions": {"positions": []},
    "one number as positions": {"positions": 1.0},
    "positions in rows": {"positions": [[1.0], [2.0]]},
    "ragged positions": {"positions": [1.0, [2.0]]},
    "words as positions": {"positions": ["left"]},
    "nan as a position": {"positions": [1.0, float("nan")]},
    "inf as a position": {"positions": [float("-inf")]},
    "a position no float can hold": {"positions": [10**400]},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_cannot_be_swept_is_refused_with_what_was_expected_and_what_came(change):
    with pytest.raises(ExperimentError, match=r"(?s)expected .*got "):
        sweep(CLASSES, **{"tensor": "input", "element": 0, "positions": [1.0], **change})


def test_a_number_has_no_element_with_an_index():
    with pytest.raises(ExperimentError, match=r"expected .*, got \(0,\)"):
        sweep(Experiment("square", {"A": 3.0}), tensor="A", element=(0,), positions=[1.0])
