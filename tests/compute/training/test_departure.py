"""A divergence is told as it is: the step and the operation where the numbers stopped being finite."""

from dataclasses import replace

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.training import OUTCOMES, PRESETS, Departure, Training, outcome, run
from tests.compute.training.trainings import LINE, recorded


def test_a_rate_too_large_ends_where_float32_cannot_hold_the_squared_error():
    record = recorded(PRESETS["rate_too_large"].training)
    step = record.departure.step

    assert record.departure == Departure(step, "forward", "mse_loss")
    assert np.isfinite(record.losses[:step]).all()
    assert np.isinf(record.losses[step])
    # The sum over the four points passes float32's 3.4e38; a step multiplies it by about 5.4.
    assert record.losses[step - 1] > 3.4e38 / (4 * 6)


def test_nothing_is_clipped_and_nothing_raises():
    record = run(replace(LINE, learning_rate=1e6))

    assert record.complete
    assert record.error == ""
    assert np.isnan(record.losses[-1])


def test_a_forward_that_is_finite_may_have_a_backward_that_is_not():
    # √A at 0: its slope there is infinite.
    record = run(Training(Experiment("expression", {"A": [0.0]}, {"expression": "sqrt(A)"}, dtype="float32"), steps=3))

    assert (record.departure.step, record.departure.stage) == (0, "backward")


def test_a_step_too_long_for_the_format_is_the_steps_doing():
    # 60000 × 5 is more than float16's 65504; the loss, 5, and its gradient, 5, are not.
    record = run(Training(Experiment("times_five", {"A": [1.0]}, dtype="float16"), learning_rate=6e4, steps=2))

    assert (record.departure.step, record.departure.stage) == (0, "step")


def test_a_loss_that_cannot_be_continued_ends_the_record_with_pytorchs_words():
    subject = Experiment("binary_cross_entropy", {"input": [0.9], "target": [0.0]}, dtype="float32")
    record = run(Training(subject, learning_rate=1.0, steps=20))

    assert 0 < record.steps < 20
    assert "between 0 and 1" in record.error
    assert not record.complete


EXPECTED = {
    "line": "converges",
    "rate_too_large": "diverges",
    "zero_grad_forgotten": "swings",
    "not_normalised": "stands_still",
    "sum_not_mean": "diverges",
    "batch_of_one": "swings",
    "network": "converges",
    "vanishing": "stands_still",
    "exploding": "diverges",
    "dead_relu": "stands_still",
    "float16_without_scaler": "converges",
    "scaler_skips": "converges",
    "clipped_too_early": "stands_still",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_preset_ends_as_its_lesson_needs(name):
    assert outcome(recorded(PRESETS[name].training)) == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset.healthy])
def test_the_healthy_run_converges(name):
    assert outcome(recorded(PRESETS[name].healthy)) == "converges"


def test_there_is_a_symptom_for_every_outcome():
    assert set(EXPECTED.values()) == set(OUTCOMES)
