"""What cannot be trained is refused before it starts, with what was expected and what came."""

from dataclasses import replace

import pytest

from gradlab.compute.device import DeviceError
from gradlab.compute.experiment import Experiment
from gradlab.compute.training import Network, Training, TrainingError, run
from tests.compute.training.trainings import LINE, NETWORK, OWN_FORMULA

WRONG = {
    "subject": "moons",
    "optimizer": "sdg",
    "learning_rate": float("nan"),
    "steps": 2001,
    "seed": -1,
    "options": {"momentum": 0.5},
    "schedule": "",
    "batch_size": 5,
    "accumulation": 2,
    "zero_grad": 1,
    "clip": "values",
    "clip_at": 0.0,
    "autocast": "float64",
    "scale": float("inf"),
    "growth_interval": 0,
    "device": "cuda:x",
}


@pytest.mark.parametrize("field", WRONG)
def test_a_field_is_checked(field):
    with pytest.raises(TrainingError, match=r"expected .* got"):
        replace(LINE, **{field: WRONG[field]})


NETWORK_WRONG = {
    "dataset": "moon",
    "samples": 10**9,
    "noise": -0.1,
    "hidden": (8, 8, 8, 8),
    "activation": "relu6",
    "initialization": None,
    "reduction": "none",
}


@pytest.mark.parametrize("field", NETWORK_WRONG)
def test_a_field_of_a_network_is_checked(field):
    with pytest.raises(TrainingError, match=r"expected .* got"):
        Network(**{field: NETWORK_WRONG[field]})


@pytest.mark.parametrize("hidden", [(), (0,), (65,), ("8",), (True,), 2.5])
def test_a_width_is_a_whole_number_from_1_to_64(hidden):
    with pytest.raises(TrainingError):
        Network(hidden=hidden)


def test_what_would_take_minutes_is_refused_with_its_size():
    with pytest.raises(TrainingError, match="operations"):
        replace(
            NETWORK,
            subject=Network(hidden=(64, 64, 64), samples=512),
            batch_size=512,
            accumulation=8,
            steps=2000,
        )


def test_a_loss_without_samples_has_no_batches():
    with pytest.raises(TrainingError, match="samples"):
        replace(OWN_FORMULA, batch_size=1)


def test_a_vector_is_needed_where_several_losses_are_left():
    with pytest.raises(TrainingError, match="vector"):
        Training(Experiment("square", {"A": [1.0, 2.0]}, reduction="none"))


def test_a_device_that_is_not_there_is_said_when_it_is_needed():
    with pytest.raises(DeviceError):
        run(replace(LINE, device="cuda:99"))


def test_defaults_are_filled_in_so_that_equal_trainings_are_one():
    assert Training(NETWORK.subject, "adam") == Training(NETWORK.subject, "adam", options={"eps": 1e-8})
    assert hash(replace(LINE, learning_rate=0.0)) == hash(replace(LINE, learning_rate=-0.0))
