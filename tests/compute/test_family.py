"""A family of curves is, for each of its members, what that experiment alone gives."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, ExperimentError, slopes, unscaled_gradient
from gradlab.compute.experiment import flat
from gradlab.compute.family import Family, family
from gradlab.compute.printed import printed_rows
from gradlab.compute.sweep import batched_sweep
from tests.compute.experiments import (
    EPSILON,
    default_experiment,
    differentiable,
    on_devices,
)

SLIDING = [(name, p.name) for name, loss in LOSSES.items() for p in loss.parameters if p.slider]

over_sliding = pytest.mark.parametrize(("name", "parameter"), SLIDING)
over_precisions = pytest.mark.parametrize("dtype", ["float64", "float32"])


def values_of(name: str, parameter: str) -> list[float]:
    (slider,) = (p.slider for p in LOSSES[name].parameters if p.name == parameter)
    return [slider.low, *slider.positions[3::9], slider.high]


def of_default(name: str, parameter: str, **fields) -> tuple[Experiment, dict, Family, list[Experiment]]:
    """The default experiment, how it moves, its family, and the members of the family as experiments."""
    experiment = default_experiment(name, (3,), requires_grad=differentiable(LOSSES[name]), **fields)
    primary, values = LOSSES[name].primary, values_of(name, parameter)
    last = len(flat(experiment.tensor(primary.name))) - 1
    moving = {"tensor": primary.name, "element": min(1, last), "positions": primary.slider.positions[::11]}
    members = [replace(experiment, parameters={parameter: value}) for value in values]
    return experiment, moving, family(members, **moving), members


def test_there_are_parameters_that_slide():
    assert {"delta", "beta", "margin", "label_smoothing"} <= {parameter for _, parameter in SLIDING}


@on_devices
@over_sliding
@over_precisions
def test_each_curve_is_the_sweep_of_its_member(name, parameter, dtype, device):
    _, moving, found, members = of_default(name, parameter, dtype=dtype, device=device)
    alone = [batched_sweep(member, **moving) for member in members]

    np.testing.assert_array_equal(found.losses, [swept.losses for swept in alone])
    along = [s.gradients[s.tensor].reshape(len(s.positions), -1)[:, s.element] for s in alone]
    np.testing.assert_array_equal(found.slopes, along)


@on_devices
@over_sliding
@over_precisions
def test_at_the_elements_own_value_it_is_the_gradient_of_its_member(name, parameter, dtype, device):
    _, _, found, members = of_default(name, parameter, dtype=dtype, device=device)
    alone = [unscaled_gradient(member) for member in members]

    close = {"rtol": 4 * EPSILON[dtype], "atol": 4 * EPSILON[dtype]}
    np.testing.assert_allclose(found.loss, [point.loss for point in alone], **close)
    for tensor in differentiable(LOSSES[name]):
        np.testing.assert_allclose(found.gradients[tensor], [p.gradients[tensor] for p in alone], **close)


@over_sliding
@over_precisions
def test_what_is_printed_is_the_gradient_that_is_there(name, parameter, dtype):
    _, _, found, members = of_default(name, parameter, dtype=dtype, device="cpu")

    for tensor, texts in found.printed.items():
        assert texts == printed_rows(found.gradients[tensor], dtype=dtype)
        assert len(texts) == len(members)


@on_devices
@over_sliding
@over_precisions
def test_the_slopes_on_both_sides_are_those_of_its_member(name, parameter, dtype, device):
    experiment, moving, found, members = of_default(name, parameter, dtype=dtype, device=device)
    here = {**moving, "positions": [flat(experiment.tensor(moving["tensor"]))[moving["element"]]]}
    alone = [slopes(member, **here) for member in members]

    for side in ("left", "right", "central", "verdict" if dtype == "float64" else "kink"):
        np.testing.assert_array_equal(getattr(found.judged, side), [getattr(measured, side)[0] for measured in alone])


@over_sliding
def test_the_exact_gradient_is_that_of_float64(name, parameter):
    _, moving, found, members = of_default(name, parameter, dtype="float32")
    alone = [unscaled_gradient(replace(member, dtype="float64")) for member in members]

    expected = [point.gradients[moving["tensor"]].flat[moving["element"]] for point in alone]
    np.testing.assert_allclose(found.judged.autograd, expected, rtol=1e-12, atol=1e-12)


def test_a_corner_that_a_parameter_brings_is_found():
    # PyTorch's documentation of smooth_l1_loss: with beta 0 it is L1, which has its corner where x meets y.
    tensors = {"input": [3.0], "target": [3.0]}
    members = [Experiment("smooth_l1_loss", tensors, {"beta": beta}) for beta in (0.0, 1.0)]
    found = family(members, tensor="input", element=0, positions=[1.0])

    assert found.judged.kink.tolist() == [True, False]
    assert (found.judged.left[0], found.judged.right[0]) == (-1.0, 1.0)


def test_a_tensor_may_be_what_differs():
    # The mean of (w x + b - y)^2 over one point is (2 - y)^2 at w = x = b = 1, and its slope along w is 2 (2 - y).
    members = [
        Experiment("line_fit", {"w": [1.0], "b": [1.0], "x": [1.0], "y": [y]}, {"criterion": "mse_loss"})
        for y in (-1.0, 0.0, 5.0)
    ]
    found = family(members, tensor="w", element=0, positions=[1.0, 2.0])

    assert found.loss.tolist() == [9.0, 4.0, 9.0]
    assert found.gradients["w"].ravel().tolist() == [6.0, 4.0, -6.0]
    assert found.losses.tolist() == [[9.0, 16.0], [4.0, 9.0], [9.0, 4.0]]


WRONG = {
    "no members": {"members": []},
    "no positions": {"positions": []},
    "tensor that is not differentiated": {"tensor": "target"},
    "element beyond the last": {"element": 9},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_cannot_be_a_family_is_refused_with_what_was_expected_and_what_came(change):
    given = {
        "members": [default_experiment("huber_loss")],
        "tensor": "input",
        "element": 0,
        "positions": [1.0],
        **change,
    }
    with pytest.raises(ExperimentError, match=r"expected .*got "):
        family(**given)


def test_a_family_survives_pickling():
    _, _, found, _ = of_default("huber_loss", "delta")
    kept = pickle.loads(pickle.dumps(found))

    np.testing.assert_equal(vars(kept.judged), vars(found.judged))
    np.testing.assert_equal(vars(kept) | {"judged": None}, vars(found) | {"judged": None})
