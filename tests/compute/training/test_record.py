"""A record tells what PyTorch computed: at every step of every preset, on every device present."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from gradlab.compute.device import available_devices, resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.training import PRESETS, Recorder, Training, TrainingLoop, key_steps, run
from gradlab.compute.training.columns import columns_of
from tests.compute.training.trainings import NETWORK, OWN_FORMULA, TRAININGS, over_trainings, recorded, training_of

on_devices = pytest.mark.parametrize("device", available_devices())


class Asked:
    """A loop whose model says which batches it was given."""

    def __init__(self, training: Training, device: torch.device):
        self.loop, self.batches = TrainingLoop(training, device), []
        self._loss = self.loop.model.loss
        self.loop.model.loss = self._noted

    def _noted(self, batch, prediction):
        self.batches.append(batch)
        return self._loss(batch, prediction)

    def independent_gradient(self, training: Training, batches, scale: float) -> np.ndarray:
        """`autograd.grad` of the loss of these batches at the weights as they are, through the same loss scale."""
        model, total = self.loop.model, 0.0
        for batch in batches:
            with torch.autocast(model.parameters[0].device.type, **narrow(training)):
                prediction = model.prediction(batch)
            loss = self._loss(batch, prediction)
            loss = loss if model.vector is None else (loss * model.vector).sum()
            if len(batches) > 1 and training.subject.reduction != "sum":
                loss = loss / len(batches)
            grads = torch.autograd.grad(loss * scale, model.parameters, materialize_grads=True)
            total = total + torch.cat([grad.flatten() for grad in grads])
        return (total / scale).double().cpu().numpy()


def narrow(training: Training) -> dict:
    if training.autocast == "off" or isinstance(training.subject, Experiment):
        return {"enabled": False}
    return {"dtype": getattr(torch, training.autocast)}


@on_devices
@over_trainings
def test_the_gradient_shown_is_that_of_an_independent_autograd_at_every_step(name, device):
    training = replace(training_of(name), device=device)
    record = recorded(training)
    asked = Asked(training, resolve(device))
    columns = columns_of(training, asked.loop.model)

    for step in range(record.steps):
        weights = asked.loop.weights
        asked.batches.clear()
        asked.loop.step()
        batches = list(asked.batches)
        after = asked.loop.weights
        restore(asked.loop.model.parameters, weights)
        with np.errstate(invalid="ignore", over="ignore"):
            expected = columns.of(asked.independent_gradient(training, batches, record.scales[step])[None])[0]
        restore(asked.loop.model.parameters, after)
        np.testing.assert_allclose(record.gradients[step], expected, rtol=1e-5, atol=1e-12, err_msg=f"step {step}")


def restore(parameters, row):
    with torch.no_grad():
        for parameter, part in zip(parameters, row.split([p.numel() for p in parameters]), strict=True):
            parameter.copy_(part.view_as(parameter))


# What is random: the data, the first weights, the batches; and narrow formats, a scaler, what no seed is for.
REPEATED = ("line", "batch_of_one", "line in batches", "vanishing", "scaler_skips", "bfloat16", "dataset spiral")


@pytest.mark.parametrize("name", REPEATED)
def test_the_same_settings_and_seed_give_the_same_numbers(name):
    first, second = recorded(training_of(name)), run(training_of(name))

    for field in ("losses", "gradients", "given", "moved", "scales", "outputs"):
        np.testing.assert_array_equal(getattr(first, field), getattr(second, field))


def test_another_seed_gives_other_numbers():
    assert recorded(NETWORK).losses[0] != run(replace(NETWORK, seed=1)).losses[0]


def test_what_other_learners_draw_from_the_shared_generator_changes_nothing():
    first = recorded(NETWORK)
    torch.rand(7)

    np.testing.assert_array_equal(first.losses, run(NETWORK).losses)


def test_a_run_draws_nothing_from_the_generator_that_everything_shares():
    state = torch.get_rng_state()
    run(NETWORK)

    assert torch.equal(state, torch.get_rng_state())


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset.training.optimizer == "sgd"])
def test_plain_sgd_moves_by_the_learning_rate_times_what_it_was_given(name):
    training = PRESETS[name].training
    record = recorded(training)
    finite = np.isfinite(record.moved).all(axis=1) & ~record.skipped
    wanted = np.abs(record.learning_rates[finite, None] * record.given[finite])

    # float32 holds a weight of about this size to 2⁻²⁴ of it.
    assert np.abs(np.abs(record.moved[finite]) - wanted).max() <= 1e-5 * max(1.0, wanted.max())


def test_a_forgotten_zero_grad_adds_up_what_is_given_and_leaves_the_gradient_alone():
    record = recorded(PRESETS["zero_grad_forgotten"].training)

    np.testing.assert_allclose(record.given, np.cumsum(record.gradients, axis=0), rtol=1e-4, atol=1e-4)


def test_clipping_limits_what_is_given_not_what_is_recorded():
    training = replace(PRESETS["line"].training, clip="norm", clip_at=1.0)
    record = recorded(training)

    assert np.linalg.norm(record.gradients[0]) > 18
    assert np.linalg.norm(record.given, axis=1).max() <= 1.0 + 1e-6


def test_clipped_before_unscale_what_is_given_is_as_much_too_small_as_the_scale_is_large():
    record = recorded(PRESETS["clipped_too_early"].training)
    total = np.linalg.norm(record.given[0])

    assert total == pytest.approx(1.0 / record.scales[0], rel=1e-3)  # the norm is clipped at 1, then divided


def test_a_skipped_step_moves_nothing_and_halves_the_scale():
    record = recorded(PRESETS["scaler_skips"].training)
    (skipped,) = np.nonzero(record.skipped)

    assert len(skipped)
    assert not record.moved[skipped].any()
    np.testing.assert_array_equal(record.scales[skipped + 1], record.scales[skipped] / 2)
    assert not np.isfinite(record.gradients[skipped]).all(axis=1).any()
    assert record.departure is None  # the weights never left the finite numbers


def test_adam_takes_the_same_steps_for_four_times_the_gradient():
    preset = PRESETS["adam_and_scale"]
    summed, mean = recorded(preset.training), recorded(preset.healthy)

    np.testing.assert_allclose(summed.gradients[0], 4 * mean.gradients[0], rtol=1e-5)
    np.testing.assert_allclose(summed.moved, mean.moved, atol=1e-4)


def test_values_are_the_weights_before_each_step_and_after_the_last():
    record = recorded(TRAININGS["line"])

    np.testing.assert_allclose(np.diff(record.values, axis=0), record.moved)
    assert record.values[0].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("steps", [1, 2, 59, 60, 61, 500, 2000])
def test_key_steps_begin_at_0_end_at_the_end_and_are_at_most_60(steps):
    keys = key_steps(steps)

    assert keys[0] == 0
    assert keys[-1] == steps
    assert len(keys) <= 60
    assert (np.diff(keys) > 0).all()


def test_a_network_is_asked_for_its_outputs_at_the_key_steps_it_reached():
    record = recorded(NETWORK)
    recorder = Recorder(replace(NETWORK, steps=200))
    recorder.advance()

    assert record.key_steps.tolist() == key_steps(NETWORK.steps).tolist()
    assert recorder.record().key_steps.max() < 50
    assert len(record.outputs) == len(record.key_steps)
    assert len(record.histograms.counts) == len(record.key_steps) - 1  # no gradient after the last step


def test_the_histogram_counts_every_element_of_every_layer():
    histograms = recorded(NETWORK).histograms
    counted = histograms.counts.sum(axis=2) + histograms.zeros + histograms.broken

    assert (counted == [3 * 8, 9 * 8, 9]).all()


def test_a_stopped_run_keeps_what_it_had():
    whole, recorder = recorded(replace(NETWORK, steps=150)), Recorder(replace(NETWORK, steps=150))
    recorder.advance()
    recorder.advance()
    part = recorder.record()

    assert (part.steps, part.complete) == (100, False)
    np.testing.assert_array_equal(part.losses, whole.losses[:100])


def test_a_run_of_two_thousand_steps_of_tensors_takes_less_than_a_megabyte():
    # Nothing is kept but numbers of every step; what a network's takes, with its pictures, tests/bench measures.
    assert 10 * run(replace(OWN_FORMULA, steps=200)).nbytes < 1_000_000
