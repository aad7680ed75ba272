"""Clipping, at the right place and at the wrong one."""

from math import hypot

import numpy as np
import pytest
import torch

from gradlab.compute.scaling import Pipeline, Receipt, receipt
from gradlab.compute.scaling.clipping import clip, clip_rows
from tests.compute.scaling.pipelines import on_devices

THREE_FOUR = {"weight": [1.0, 1.0], "inputs": [[3.0, 4.0]]}
SCALED = {"scaler": True, "scale": 1024.0}


def clipped(**settings) -> Receipt:
    return receipt(Pipeline(**({"clip": "norm"} | THREE_FOUR | settings)))


def by_norm(gradient: list[float], limit: float) -> list[float]:
    """g·min(1, c ÷ (‖g‖ + 10⁻⁶)): torch.nn.utils.clip_grad_norm_, from R. Pascanu et al., 2013, algorithm 1."""
    factor = min(1.0, limit / (hypot(*gradient) + 1e-6))
    return [factor * g for g in gradient]


@on_devices
@pytest.mark.parametrize("limit", [1.0, 4.9, 5.0, 5.1, 100.0])
def test_clipping_by_norm_keeps_the_direction(device, limit):
    stage = clipped(clip_at=limit, device=device).stage("clip")

    assert stage.after == pytest.approx(by_norm([3.0, 4.0], limit), rel=1e-6)
    assert stage.after[0] / stage.after[1] == pytest.approx(3 / 4, rel=1e-6)
    assert stage.damage is None


def test_a_norm_of_exactly_the_limit_is_clipped_a_little():
    # Of the 10⁻⁶ in the divisor: 3·5/(5 + 10⁻⁶) = 2.9999994.
    assert clipped(clip_at=5.0).stage("clip").after == pytest.approx([2.9999994, 3.9999992], rel=1e-7)


@on_devices
def test_clipping_by_value_turns_the_direction(device):
    stage = clipped(inputs=[[3.0, -0.5]], clip="value", device=device).stage("clip")

    assert stage.after.tolist() == [1.0, -0.5]
    assert stage.factor.tolist() == pytest.approx([1 / 3, 1.0])


@on_devices
def test_unscaled_first_the_gradient_is_clipped_to_the_limit(device):
    result = clipped(**SCALED, unscale="unscale_", device=device)
    keys = [stage.key for stage in result.stages]

    assert keys.index("unscale") < keys.index("clip")
    assert result.stage("clip").after == pytest.approx([0.6, 0.8], rel=1e-6)
    assert result.damaged == ()


@on_devices
def test_clipped_first_the_step_is_as_many_times_too_small_as_the_scale(device):
    result = clipped(**SCALED, unscale="in_step", device=device)
    keys = [stage.key for stage in result.stages]

    assert keys.index("clip") < keys.index("unscale")
    assert result.stage("unscale").after == pytest.approx([0.6 / 1024, 0.8 / 1024], rel=1e-6)
    assert [stage.damage for stage in result.damaged] == ["clipped_scaled"]
    assert result.step / clipped(**SCALED).step == pytest.approx(1 / 1024, rel=1e-5)


def test_a_limit_above_the_scaled_norm_does_no_harm_at_the_wrong_place():
    result = clipped(**SCALED, unscale="in_step", clip_at=5121.0)

    assert result.damaged == ()
    assert result.stage("unscale").after.tolist() == [3.0, 4.0]


def test_clipping_by_value_before_unscaling_hides_an_overflow_from_the_scaler():
    # inf becomes 1, so found_inf finds none, and a step is taken with 1 ÷ S.
    result = clipped(
        scaler=True, autocast="float16", operation="linear", unscale="in_step", clip="value", learning_rate=1.0
    )

    assert np.isinf(result.stage("backward").after).all()
    assert result.stage("clip").damage == "inf_hidden"
    assert result.stage("unscale").after.tolist() == [2.0**-16] * 2
    assert result.stage("step").damage is None


def test_clipping_by_norm_before_unscaling_lets_an_overflow_be_found():
    result = clipped(scaler=True, autocast="float16", operation="linear", unscale="in_step")

    assert [stage.damage for stage in result.damaged] == ["overflow", "skipped"]


def test_lesson_10_at_all_its_places():
    # 5120 → 5 → 1 and w from 2 to 1.9; clipped first 9.77e-4 and w at 1.9999.
    lesson = {"weight": [2.0], "inputs": [[5.0]], **SCALED}

    assert clipped(**lesson).weight == pytest.approx([1.9], rel=1e-6)
    early = clipped(**lesson, unscale="in_step")
    assert early.stage("unscale").after == pytest.approx([1 / 1024], rel=1e-6)
    assert early.weight == pytest.approx([2 - 0.1 / 1024], rel=1e-7)
    assert clipped(**lesson, clip="off").weight == pytest.approx([1.5])


def test_a_norm_that_overflows_its_format_takes_the_gradient_to_0():
    # pytorch#46849: 3 · 15000 is 44992 in float16; ‖(44992, 60000)‖ is beyond 65504, and 1 ÷ inf is 0.
    (found,) = clipped(weight_dtype="float16", factor=15000.0).stage("clip").findings

    assert (found.kind, found.severity, found.values["norm"], found.values["true_norm"]) == (
        "norm_overflow", "damage", float("inf"), pytest.approx(hypot(44992.0, 60000.0)),
    )  # fmt: skip
    assert found.values["after"].tolist() == [0.0, 0.0]


def test_clipping_by_value_says_which_element_it_cut():
    stage = clipped(inputs=[[3.0, 0.5]], clip="value").stage("clip")

    assert [(found.kind, found.elements) for found in stage.findings] == [
        ("value_clipped", (0,)),
        ("value_within", (1,)),
    ]


def by_hand(parts: list[list[float]], limit: float) -> list[float]:
    """Clipped after every part, as a loop does that calls clip_grad_norm_ behind each backward()."""
    held = [0.0] * len(parts[0])
    for part in parts:
        held = by_norm([h + p for h, p in zip(held, part, strict=True)], limit)
    return held


def test_clipping_after_every_micro_batch_clips_what_is_in_grad_by_then():
    result = clipped(inputs=[[3.0, 4.0], [1.0, 0.0]], micro_batches=(1, 1), clip_each="micro_batch")
    stage = result.stage("clip")

    assert stage.after == pytest.approx(by_hand([[3.0, 4.0], [1.0, 0.0]], 1.0), rel=1e-6)
    assert stage.damage == "clipped_parts"
    assert stage.worst.values["norms"] == pytest.approx([5.0, hypot(1.6, 0.8)], rel=1e-6)


def test_one_micro_batch_clipped_is_the_whole_clipped():
    assert clipped(clip_each="micro_batch").damaged == ()


@on_devices
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("way", ["norm", "value"])
def test_many_gradients_are_clipped_at_once_as_pytorch_clips_each(device, dtype, way):
    chance = torch.Generator().manual_seed(0)
    for elements, limit in ((1, 1.0), (2, 0.01), (2, 7.3), (3, 1e-9), (4, 6e4)):
        pipeline = Pipeline(clip=way, clip_at=limit)
        sizes = 10.0 ** torch.randint(-9, 9, (40, 1), generator=chance)
        rows = (torch.randn(40, elements, generator=chance) * sizes).to(device, dtype)
        rows[:4, 0] = torch.tensor([0.0, float("inf"), float("nan"), -0.0])
        clipped_rows = rows.clone()
        norms = clip_rows(pipeline, clipped_rows)

        for row, gradient in enumerate(rows):
            weight = torch.zeros_like(gradient, requires_grad=True)
            weight.grad = gradient.clone()
            norm = clip(pipeline, weight)
            np.testing.assert_array_equal(clipped_rows[row].double().cpu(), weight.grad.double().cpu())
            assert norm is norms is None or np.array_equal(norms[row].item(), norm, equal_nan=True)
