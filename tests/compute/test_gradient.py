"""The unscaled gradient: what PyTorch's `backward()` adds into `.grad`, against slopes measured without autograd."""

import math
import pickle

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, sweep, unscaled_gradient
from gradlab.compute.experiment import DTYPES, flat
from gradlab.compute.losses import TensorArgument
from tests.compute.experiments import (
    CASES,
    NEAR,
    REDUCED_CASES,
    SEVERAL_LOSSES,
    SINGULAR,
    default_experiment,
    deterministic,
    differentiable,
    elements,
    experiments,
    numbers_of,
    on_devices,
    over_cases,
    over_losses,
    over_several_losses,
)
from tests.compute.matrix import over

NUMBER_CASES = [case for case in REDUCED_CASES if case[-1] != "none"]
STEP = 2.0**-18

over_number_cases = over("name, shape, reduction", NUMBER_CASES)


def loss_at(experiment: Experiment, name: str, index: int, number: float) -> float:
    """PyTorch's own loss, in float64 and without autograd, with one element of one tensor set to a number."""
    loss = LOSSES[experiment.loss]
    tensors = {tensor: torch.tensor(value, dtype=dtype_of(loss.tensor(tensor))) for tensor, value in experiment.tensors}
    tensors[name].view(-1)[index] = number
    return loss.function(**tensors, reduction=experiment.reduction, **dict(experiment.parameters)).item()


def dtype_of(argument: TensorArgument) -> torch.dtype:
    return torch.int64 if argument.kind == "class_index" else torch.float64


def secants(experiment: Experiment, name: str, index: int, step: float = STEP) -> tuple[float, float, float]:
    """Two neighbouring difference quotients of the loss, and the slope at the element of the parabola through them.

    The parabola's slope is the central difference; at an end of the domain its three points lie inside.
    """
    domain = LOSSES[experiment.loss].tensor(name).domain
    here = flat(experiment.tensor(name))[index]
    starts = (here - step, here, here - 2 * step)
    start = next(start for start in starts if start in domain and start + 2 * step in domain)
    points = [start, start + step, start + 2 * step]
    first, middle, last = (loss_at(experiment, name, index, point) for point in points)
    left, right = (middle - first) / step, (last - middle) / step
    return left, right, (left + right) / 2 + (right - left) * (here - points[1]) / step


def assert_gradient_is_the_measured_slope(experiment: Experiment, *, smooth_only: bool = False) -> None:
    result = unscaled_gradient(experiment)
    loss, gradients = result.loss, result.gradients
    for name in experiment.requires_grad:
        for index in elements(experiment, name):
            left, right, slope = secants(experiment, name, index)
            scale = max(1.0, abs(left), abs(right))
            if smooth_only:
                assume(math.isfinite(scale) and abs(right - left) <= 1e-3 * scale)
                assume(
                    abs(secants(experiment, name, index, STEP / 2)[2] - slope) <= 1e-6 * scale
                )  # STEP is fine enough
                assume(abs(loss) * 2.0**-52 / STEP <= 1e-6 * scale)  # the slope is not lost in the loss's rounding
            assert gradients[name].flat[index] == pytest.approx(slope, abs=1e-5 * scale)


@over_number_cases
def test_the_gradient_of_every_element_is_the_measured_slope_at_the_defaults(name, shape, reduction):
    experiment = default_experiment(name, shape, reduction=reduction, requires_grad=differentiable(LOSSES[name]))

    assert_gradient_is_the_measured_slope(experiment)


@over_losses
@deterministic
@given(data=st.data())
def test_the_gradient_of_every_element_is_the_measured_slope_off_the_kinks(name, data):
    reduction = data.draw(st.sampled_from([each for each in LOSSES[name].reductions if each != "none"]))
    fields = {"reduction": reduction, "requires_grad": differentiable(LOSSES[name])}
    experiment = data.draw(experiments(name, (3,), **fields))
    result = unscaled_gradient(experiment)
    assume(math.isfinite(result.loss) and all(np.isfinite(gradient).all() for gradient in result.gradients.values()))
    assume(name not in SINGULAR or min(map(abs, numbers_of(experiment))) >= NEAR)

    assert_gradient_is_the_measured_slope(experiment, smooth_only=True)


@on_devices
def test_the_sources_example_has_loss_25_and_gradient_5(device):
    # The source tutorial: A = 5, loss = A*5, A.grad is tensor([5.]).
    result = unscaled_gradient(Experiment("times_five", {"A": [5.0]}, device=device))

    assert (result.loss, result.gradients["A"].tolist()) == (25.0, [5.0])


def test_the_sources_example_prints_as_the_source_shows_it():
    result = unscaled_gradient(Experiment("times_five", {"A": [5.0]}, dtype="float32", device="cpu"))

    assert result.printed["A"] == "tensor([5.])"


@pytest.mark.parametrize(("dtype", "suffix"), [(d, "" if d == "float32" else f", dtype=torch.{d}") for d in DTYPES])
def test_the_gradient_prints_with_any_dtype_but_pytorchs_default(dtype, suffix):
    result = unscaled_gradient(Experiment("times_five", {"A": [5.0]}, dtype=dtype, device="cpu"))

    assert result.printed["A"] == f"tensor([5.]{suffix})"


@on_devices
def test_huber_summed_over_three_elements_is_the_sum_done_by_hand(device):
    tensors = {"input": [5.0, 1.0, -2.0], "target": [3.0, 1.5, -2.25]}
    result = unscaled_gradient(
        Experiment("huber_loss", tensors, parameters={"delta": 1.0}, reduction="sum", device=device)
    )

    # Differences 2, -1/2, 1/4: 1*(2 - 1/2) + (1/2)^2/2 + (1/4)^2/2; the slope is the difference, cut off at delta.
    assert result.loss == 1.5 + 0.125 + 0.03125
    assert result.gradients["input"].tolist() == [1.0, -0.5, 0.25]


@on_devices
def test_backward_with_a_vector_gives_the_vector_times_the_jacobian(device):
    experiment = Experiment(
        "square", {"A": [1.0, 2.0, 3.0]}, reduction="none", vector=[1.0, 10.0, 100.0], device=device
    )

    # v_i * 2 A_i
    assert unscaled_gradient(experiment).gradients["A"].tolist() == [2.0, 40.0, 600.0]


def test_the_loss_of_a_single_element_is_what_was_differentiated():
    experiment = Experiment("square", {"A": [3.0]}, reduction="none", vector=[2.0])

    # v · A²
    assert unscaled_gradient(experiment).loss == 18.0
    assert sweep(experiment, tensor="A", element=0, positions=[3.0]).losses.tolist() == [18.0]


@over_cases
def test_a_vector_of_ones_gives_the_gradient_of_the_sum(name, shape):
    summed = default_experiment(name, shape, reduction="sum")
    ones = np.ones(summed.output_shape)
    unreduced = default_experiment(name, shape, reduction="none", vector=ones)

    primary = LOSSES[name].primary.name
    np.testing.assert_allclose(
        unscaled_gradient(unreduced).gradients[primary], unscaled_gradient(summed).gradients[primary], rtol=1e-12
    )


@over_cases
def test_the_unreduced_losses_add_up_to_the_sum(name, shape):
    unreduced, total = (default_experiment(name, shape, reduction=reduction) for reduction in ("none", "sum"))

    assert np.sum(unscaled_gradient(unreduced).loss) == pytest.approx(unscaled_gradient(total).loss, rel=1e-12)


@over_several_losses
def test_several_losses_without_a_vector_raise_pytorchs_own_error(name, shape):
    experiment = default_experiment(name, shape, reduction="none", vector=None)

    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar outputs"):
        unscaled_gradient(experiment)


@over("name, shape", [case for case in CASES if case not in SEVERAL_LOSSES])
def test_a_single_unreduced_loss_needs_no_vector(name, shape):
    unreduced, reduced = (default_experiment(name, shape, reduction=reduction) for reduction in ("none", "sum"))

    assert unscaled_gradient(unreduced).printed == unscaled_gradient(reduced).printed


@over_losses
def test_only_the_tensors_that_require_it_get_a_gradient(name):
    for tensor in differentiable(LOSSES[name]):
        assert list(unscaled_gradient(default_experiment(name, requires_grad=tensor)).gradients) == [tensor]


@over_cases
def test_a_gradient_has_the_shape_of_its_tensor(name, shape):
    experiment = default_experiment(name, shape, requires_grad=differentiable(LOSSES[name]))

    for tensor, gradient in unscaled_gradient(experiment).gradients.items():
        assert gradient.shape == experiment.shape(tensor)


@over_losses
def test_computing_twice_does_not_accumulate(name):
    experiment = default_experiment(name)
    unscaled_gradient(experiment)

    assert unscaled_gradient(experiment).printed == unscaled_gradient(experiment).printed


@on_devices
@over_cases
def test_a_result_survives_pickling(name, shape, device):
    result = unscaled_gradient(default_experiment(name, shape, reduction="none", device=device))
    copy = pickle.loads(pickle.dumps(result))

    np.testing.assert_equal(copy.__dict__, result.__dict__)


@on_devices
def test_the_result_says_where_and_in_what_it_was_computed(device):
    result = unscaled_gradient(Experiment("square", {"A": 3.0}, dtype="bfloat16", device=device))

    assert (result.device, result.dtype) == (device, "bfloat16")
