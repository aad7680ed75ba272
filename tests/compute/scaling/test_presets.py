"""The presets: twelve, each a pipeline of its own, with the numbers its lesson is about."""

from dataclasses import replace

import pytest

from gradlab.compute.scaling import PRESETS, Receipt, receipt
from tests.compute.scaling.pipelines import over_presets


def of(preset: str, **settings) -> Receipt:
    return receipt(replace(PRESETS[preset], **settings))


def test_there_are_twelve_and_no_two_alike():
    assert len(set(PRESETS.values())) == len(PRESETS) == 12


@over_presets
def test_pytorch_refuses_only_the_one_about_that(preset):
    assert (receipt(PRESETS[preset]).error != "") == (preset == "fp16_weights")


def test_the_vanished_gradient_comes_back_with_a_scale_of_two_to_the_16():
    assert of("vanishing").weight.tolist() == [0.0]
    # fl16(2¹⁶·1e-8) = 6.5517e-4, ÷ 2¹⁶; a learning rate of 1 puts it into the weight.
    assert of("vanishing", scale=2.0**16).stage("backward").after == pytest.approx([6.5517e-4], rel=1e-4)
    assert of("vanishing", scale=2.0**16).weight == pytest.approx([-9.9972e-9], rel=1e-4)


def test_the_vanished_gradient_survives_in_bfloat16_and_adam_makes_a_whole_step_of_it():
    assert of("vanishing", autocast="bfloat16").weight == pytest.approx([-1.0012e-8], rel=1e-4)
    adam = of("vanishing", autocast="off", optimizer="adam", learning_rate=0.1)
    assert adam.weight == pytest.approx([-0.05], rel=1e-6)


def test_clipping_in_the_wrong_place_and_in_the_right_one():
    wrong, right = of("clip"), of("clip", unscale="unscale_")

    assert wrong.stage("unscale").after == pytest.approx([0.6 / 1024, 0.8 / 1024], rel=1e-6)
    assert right.stage("clip").after == pytest.approx([0.6, 0.8], rel=1e-6)


def test_forgetting_to_unscale_moves_the_weight_to_minus_511():
    assert of("forgotten_unscale").weight.tolist() == [-511.0]
    assert of("forgotten_unscale", unscale="unscale_").weight.tolist() == [0.5]


def test_the_sum_is_six_times_the_mean():
    assert of("mean_or_sum").gradient.tolist() == [-224.0]
    assert of("mean_or_sum", reduction="mean").gradient * 6 == pytest.approx([-224.0], rel=1e-15)


@pytest.mark.parametrize(
    ("settings", "accumulated"),
    [
        ({}, -250 / 9),
        ({"division": "size"}, -112 / 3),
        ({"micro_batches": (2, 2, 2)}, -112 / 3),
        ({"micro_batches": (2, 2, 2), "division": "none"}, -112.0),
    ],
)
def test_accumulation_is_right_when_weighted_by_size(settings, accumulated):
    assert of("accumulate", **settings).stage("accumulation").after == pytest.approx([accumulated], rel=1e-14)


def test_adam_takes_the_same_step_for_a_thousand_times_the_loss():
    assert of("adam", factor=1.0).step == pytest.approx(of("adam").step, rel=1e-6)
    assert of("adam", optimizer="sgd").step / of("adam", optimizer="sgd", factor=1.0).step == pytest.approx([1000.0])


def test_a_float32_weight_does_not_swallow_what_a_bfloat16_weight_does():
    assert of("swallowed").weight.tolist() == [1.0]
    assert of("swallowed", weight_dtype="float32").weight == pytest.approx([0.999], rel=1e-6)
    assert of("swallowed", weight_dtype="float16", learning_rate=2e-4).weight.tolist() == [1.0]
