"""Many steps of the real scaler: overflow, back-off, growth, and the weight in between."""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
import torch
from hypothesis import given

from gradlab import DeviceError
from gradlab.compute.scaling import OPTIMIZERS, PRESETS, Pipeline, PipelineError, history, receipt, training_loop
from tests.compute.scaling.pipelines import deterministic, on_devices, pipelines, same


@on_devices
def test_the_tutorials_loss_in_float16_overflows_the_default_scale_three_times(device):
    result = history(replace(PRESETS["overflow"], device=device), steps=5)

    assert result.scales.tolist() == [65536.0, 32768.0, 16384.0, 8192.0, 8192.0]
    assert result.skipped.tolist() == [True, True, True, False, False]
    assert result.backward[3].tolist() == [40960.0]
    assert result.gradients[3].tolist() == [5.0]
    assert result.weights[:, 0].tolist() == [5.0, 5.0, 5.0, 5.0, 4.5, 4.0]


def sawtooth(scale: float, interval: int, steps: int) -> list[float]:
    """The scale of each step, by hand: halved on overflow (5·S at 65520 and above), doubled after `interval` others."""
    scales, clean = [scale], 0
    for _ in range(steps - 1):
        overflows = scale >= 65520 or 5 * scale >= 65520
        clean = 0 if overflows else clean + 1
        grows = clean == interval
        scale, clean = (scale / 2 if overflows else scale * 2 if grows else scale), 0 if grows else clean
        scales.append(scale)
    return scales


@on_devices
@pytest.mark.parametrize("interval", [1, 3, 10, 2000])
def test_the_scale_goes_up_and_down_as_growth_and_overflow_have_it(device, interval):
    result = history(replace(PRESETS["overflow"], growth_interval=interval, device=device))

    assert result.scales.tolist() == sawtooth(65536.0, interval, 50)
    assert result.skipped.tolist() == [scale > 8192 for scale in result.scales.tolist()]


def test_skipped_steps_leave_the_weight_and_the_others_move_it():
    result = history(replace(PRESETS["overflow"], growth_interval=3))
    moved = np.diff(result.weights[:, 0])

    assert (moved[result.skipped] == 0).all()
    assert moved[~result.skipped] == pytest.approx(np.full((~result.skipped).sum(), -0.5))


def test_gradient_descent_goes_to_the_minimum():
    # (w·1 − 3)² with learning rate 0.1: the distance to 3 shrinks by 1 − 0.2 each step.
    weights = history(Pipeline(weight=[1.0], inputs=[[1.0]], targets=[3.0]), steps=20).weights[:, 0]

    assert weights - 3 == pytest.approx([-2 * 0.8**k for k in range(21)], abs=1e-5)


def in_a_plain_loop(pipeline: Pipeline, steps: int) -> list[float]:
    """The weights, by the loop a program has: a backward() for each sample, clipped as it is added up."""
    w, inputs, targets = torch.tensor(pipeline.weight, requires_grad=True), pipeline.inputs, pipeline.targets
    optimizer = torch.optim.Adam([w], lr=pipeline.learning_rate)
    scaler, weights = torch.amp.GradScaler("cpu", init_scale=pipeline.scale), [w.item()]
    for _ in range(steps):
        optimizer.zero_grad()
        for x, y in zip(torch.tensor(inputs), torch.tensor(targets), strict=True):
            with torch.autocast("cpu", dtype=torch.float16):
                prediction = torch.nn.functional.linear(x[None], w)
            loss = torch.nn.functional.mse_loss(prediction.float(), y[None])
            scaler.scale(loss / len(inputs)).backward()
            torch.nn.utils.clip_grad_norm_([w], pipeline.clip_at)
        scaler.step(optimizer)
        scaler.update()
        weights.append(w.item())
    return weights


def test_fifty_steps_of_six_micro_batches_are_those_of_a_plain_loop():
    settings = {"micro_batches": (1,) * 6, "optimizer": "adam", "autocast": "float16", "scaler": True, "scale": 2.0**14}
    settings |= {"clip": "norm", "clip_each": "micro_batch", "clip_at": 1e4, "unscale": "in_step", "device": "cpu"}
    pipeline = replace(PRESETS["accumulate"], **settings)

    assert history(pipeline, steps=50).weights[:, 0].tolist() == in_a_plain_loop(pipeline, 50)


@deterministic
@given(pipelines())
def test_the_first_step_is_the_receipts(pipeline):
    result, first = history(pipeline, steps=1), receipt(pipeline)

    assert result.error == first.error
    if not first.error:
        assert result.scales.tolist() == [first.scale]
        assert same(result.weights[1], first.weight)
        assert same(result.gradients[0], first.stage("step").before)
        assert result.skipped.tolist() == [first.stage("step").damage == "skipped"]


@deterministic
@given(pipelines())
def test_it_has_a_number_for_every_step(pipeline):
    result = history(pipeline, steps=4)
    steps = 0 if result.error else 4

    assert [len(result.scales), len(result.skipped), len(result.weights) - 1] == [steps] * 3
    assert result.backward.shape == result.gradients.shape == (steps, pipeline.elements)


def test_momentum_is_carried_from_step_to_step():
    # v ← 0.9v + 5
    steps = np.diff(history(Pipeline(optimizer="momentum"), steps=3).weights[:, 0])

    assert steps == pytest.approx([-0.5, -0.95, -1.355], abs=1e-6)


def test_a_forgotten_zero_grad_piles_up():
    # One pass left over, and one more in every step: 10, 15, 20.
    result = history(Pipeline(stale_backwards=1), steps=3)

    assert result.backward[:, 0].tolist() == [10.0, 15.0, 20.0]
    assert result.weights[:, 0] == pytest.approx([*accumulate([-1.0, -1.5, -2.0], initial=5.0)])


def test_a_forgotten_zero_grad_mixes_unscaled_and_scaled_gradients():
    # 5120 twice, unscaled to 10; the next pass adds 5120 to that.
    assert history(Pipeline(stale_backwards=1, scaler=True, scale=1024.0), steps=2).backward[1].tolist() == [5130.0]


def test_nesterov_with_foreach_does_not_change_what_is_shown_on_the_cpu_either(monkeypatch):
    entry = OPTIMIZERS["nesterov"]
    foreach = replace(entry, options={**entry.options, "foreach": True})
    monkeypatch.setattr(training_loop, "OPTIMIZERS", {"nesterov": foreach})
    result = history(Pipeline(optimizer="nesterov", device="cpu"), steps=4)

    assert result.gradients[:, 0].tolist() == [5.0] * 4


@on_devices
def test_nesterov_does_not_change_the_gradient_that_is_shown(device):
    # SGD with Nesterov and foreach, CUDA's default, writes into `.grad`.
    result = history(Pipeline(optimizer="nesterov", device=device), steps=4)

    assert result.backward[:, 0].tolist() == result.gradients[:, 0].tolist() == [5.0] * 4


def test_a_nan_looks_like_an_overflow_for_ever():
    # inf − inf: the loss itself is nan, and no scale can help.
    broken = Pipeline(weight=[1e38], inputs=[[1e38]], targets=[1.0], scaler=True)
    result = history(broken, steps=6)

    assert result.skipped.all()
    assert result.scales.tolist() == [2.0**k for k in range(16, 10, -1)]
    assert result.next_scale == 2.0**10


def test_where_pytorch_raises_the_history_ends_with_its_words():
    result = history(replace(PRESETS["overflow"], unscale="twice"))

    assert "already been called" in result.error
    assert (result.weights.tolist(), result.next_scale) == ([[5.0]], 65536.0)


@pytest.mark.parametrize("steps", [0, -1, 1001, float("nan")])
def test_it_takes_from_1_to_1000_steps(steps):
    with pytest.raises(PipelineError, match="expected from 1 to 1000 steps, got"):
        history(Pipeline(), steps=steps)


def test_a_device_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)

    with pytest.raises(DeviceError, match="expected a device present here"):
        history(Pipeline(device="cuda"))
