"""What stands beside a loss while an element moves."""

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, ExperimentError, sweep
from gradlab.compute.companion import companion
from tests.compute.experiments import default_experiment, on_devices

SOFTMAX = [name for name, loss in LOSSES.items() if loss.companion and loss.companion.name == "softmax"]


@on_devices
@pytest.mark.parametrize("name", SOFTMAX)
def test_the_softmax_of_every_position_adds_up_to_1(name, device):
    experiment = default_experiment(name, device=device)
    beside = companion(experiment, tensor=LOSSES[name].primary.name, element=0, positions=[-2.0, 0.0, 3.0])

    assert len(beside) == 3
    np.testing.assert_allclose(beside.sum(-1), 1.0)
    assert not np.allclose(beside[0], beside[1])


def test_the_gradient_of_cross_entropy_is_the_softmax_minus_one_hot():
    # A sample's derivative in its logits is p - one-hot (Goodfellow, Bengio, Courville, Deep Learning, 2016, 6.2.2.3).
    experiment = Experiment("cross_entropy", {"input": [2.0, 1.0, -1.0], "target": 1})
    moving = {"tensor": "input", "element": 0, "positions": [-1.0, 0.5, 4.0]}

    beside = companion(experiment, **moving)
    np.testing.assert_allclose(sweep(experiment, **moving).gradients["input"], beside - [0.0, 1.0, 0.0], atol=1e-15)


def test_the_gradient_of_binary_cross_entropy_of_a_logit_is_the_sigmoid_minus_the_target():
    experiment = Experiment("binary_cross_entropy_with_logits", {"input": 2.0, "target": 0.25})
    moving = {"tensor": "input", "element": 0, "positions": [-1.0, 0.5, 4.0]}

    np.testing.assert_allclose(
        sweep(experiment, **moving).gradients["input"], companion(experiment, **moving) - 0.25, atol=1e-15
    )


def test_a_loss_without_a_companion_has_none():
    assert companion(default_experiment("square"), tensor="A", element=0, positions=[1.0]) is None


def test_an_element_that_is_not_there_is_refused():
    with pytest.raises(ExperimentError, match=r"expected .*, got 9"):
        companion(default_experiment("cross_entropy"), tensor="input", element=9, positions=[1.0])
