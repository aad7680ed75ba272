"""What a mean divides by is what makes it the sum of the unreduced losses again."""

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.divisor import divisor
from gradlab.compute.losses.reduction import Divisor
from tests.compute.experiments import REDUCED_CASES, default_experiment, on_devices, over_cases
from tests.compute.matrix import over

MEANS = [(*case, optional) for case in REDUCED_CASES if case[-1] not in ("sum", "none") for optional in (False, True)]

over_means = over("name, shape, reduction, optional", MEANS)


@on_devices
@over_means
def test_the_mean_times_its_divisor_is_the_sum_of_the_unreduced_losses(name, shape, reduction, optional, device):
    fields = {"optional": optional, "device": device}
    mean, unreduced = (default_experiment(name, shape, reduction=r, **fields) for r in (reduction, "none"))

    assert unscaled_gradient(mean).loss * divisor(mean).number == pytest.approx(
        np.sum(unscaled_gradient(unreduced).loss), rel=1e-12
    )


@over_means
def test_the_gradient_of_the_mean_times_the_divisor_is_the_gradient_of_the_sum(name, shape, reduction, optional):
    mean, total = (default_experiment(name, shape, reduction=r, optional=optional) for r in (reduction, "sum"))
    primary = LOSSES[name].primary.name

    np.testing.assert_allclose(
        unscaled_gradient(mean).gradients[primary] * divisor(mean).number,
        unscaled_gradient(total).gradients[primary],
        rtol=1e-12,
        atol=1e-15,
    )


@pytest.mark.parametrize("reduction", ["sum", "none"])
@over_cases
def test_a_sum_divides_by_nothing(name, shape, reduction):
    assert divisor(default_experiment(name, shape, reduction=reduction)) is None


LOGITS = [[2.0, 1.0, -1.0], [0.0, 0.5, 1.0]]


@pytest.mark.parametrize(
    ("tensors", "parameters", "expected"),
    [
        ({"target": [0, 2]}, {}, Divisor("targets", 2)),
        ({"target": [0, 2]}, {"ignore_index": 2}, Divisor("targets", 1)),
        ({"target": [2, 2]}, {"ignore_index": 2}, Divisor("targets", 0)),
        ({"target": [0, 2], "weight": [2.0, 1.0, 0.5]}, {}, Divisor("target_weights", 2.5)),
        ({"target": [0, -100], "weight": [2.0, 1.0, 0.5]}, {}, Divisor("target_weights", 2.0)),
    ],
    ids=str,
)
def test_cross_entropy_divides_by_the_weights_of_the_targets_that_count(tensors, parameters, expected):
    # The documentation of torch.nn.CrossEntropyLoss: the sum over n of w_{y_n} · 1{y_n ≠ ignore_index}.
    assert divisor(Experiment("cross_entropy", {"input": LOGITS, **tensors}, parameters)) == expected


def test_mse_divides_by_its_weights_and_huber_by_its_elements():
    # Ran on torch 2.13: mse of [1, 2] and 0 with weight [1, 3] is 13 / 4 = 3.25; huber's weighted mean is sum / 2.
    tensors = {"input": [1.0, 2.0], "target": [0.0, 0.0], "weight": [1.0, 3.0]}

    assert divisor(Experiment("mse_loss", tensors)) == Divisor("weights", 4.0)
    assert divisor(Experiment("huber_loss", tensors)) == Divisor("elements", 2)
    assert unscaled_gradient(Experiment("mse_loss", tensors)).loss == 3.25
