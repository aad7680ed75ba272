"""The receipt as a whole: its rows, how they hang together, and the number that sums it up."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given

from gradlab import DeviceError
from gradlab.compute.scaling import PRESETS, SCALES, SEVERITIES, STAGES, Pipeline, device_refusal, receipt
from gradlab.compute.scaling import receipts_over_scales as over_scales
from tests.compute.scaling.pipelines import LINE, deterministic, on_devices, over_presets, pipelines, same

TWICE = "unscale_() has already been called on this optimizer since the last update()."
FLOAT16 = "Attempting to unscale FP16 gradients."


def keys(pipeline: Pipeline) -> list[str]:
    return [stage.key for stage in receipt(pipeline).stages]


def test_the_plain_step_has_three_rows():
    stages = receipt(Pipeline()).stages

    assert [(stage.key, stage.after.tolist()) for stage in stages] == [
        ("gradient", [5.0]),
        ("step", [-0.5]),
        ("write_back", [4.5]),
    ]


@pytest.mark.parametrize(
    ("settings", "added"),
    [
        (LINE, {"per_sample", "reduction"}),
        (LINE | {"micro_batches": (3, 3)}, {"per_sample", "reduction", "accumulation"}),
        ({"stale_backwards": 1}, {"gradient", "zero_grad"}),
        ({"autocast": "bfloat16"}, {"gradient", "backward"}),
        ({"weight_dtype": "bfloat16"}, {"gradient", "backward"}),
        ({"scaler": True}, {"gradient", "backward", "unscale", "scale_update"}),
        ({"clip": "norm"}, {"gradient", "clip"}),
        ({"factor": 1e-38, "inputs": [[1e-38]]}, {"gradient", "backward"}),  # float32 itself underflows
    ],
)
def test_a_stage_appears_when_it_is_switched_on(settings, added):
    assert set(keys(Pipeline(**settings))) == added | {"step", "write_back"}


@deterministic
@given(pipelines())
def test_every_row_begins_with_what_the_last_one_left(pipeline):
    stages = receipt(pipeline).stages
    gradients = [stage for stage in stages if stage.key not in ("per_sample", "write_back", "scale_update")]
    has_backward = any(stage.key == "backward" for stage in stages)

    for one, other in pairwise(gradients):
        if has_backward or other.key in ("accumulation", "zero_grad"):
            assert same(one.after, other.before), (one.key, other.key)
        else:  # a plain backward in float32 has no row of its own
            np.testing.assert_allclose(other.before, one.after, rtol=1e-5, atol=1e-5)


@deterministic
@given(pipelines())
def test_rows_and_damages_are_of_the_registered_kinds_in_order(pipeline):
    stages = receipt(pipeline).stages
    places = [STAGES.index(stage.key) for stage in stages if stage.key != "clip"]

    assert places == sorted(places)
    assert {finding.severity for stage in stages for finding in stage.findings} <= set(SEVERITIES)
    assert all(stage.findings for stage in stages)


@deterministic
@given(pipelines())
def test_nothing_after_the_loss_changes_the_unscaled_gradient(pipeline):
    plain = Pipeline(
        **{name: getattr(pipeline, name) for name in ("weight", "inputs", "targets", "factor", "reduction")}
    )

    assert same(receipt(pipeline).gradient, receipt(plain).gradient)


@deterministic
@given(pipelines())
def test_the_same_pipeline_has_the_same_receipt(pipeline):
    assert same(receipt(pipeline), receipt(pipeline))


@deterministic
@given(pipelines())
def test_the_receipts_of_all_scales_are_those_of_each(pipeline):
    receipts = over_scales(pipeline)

    assert len(receipts) == len(SCALES)
    for place in (0, 13, 24):
        assert same(receipts[place], receipt(replace(pipeline, scale=SCALES[place])))


@deterministic
@given(pipelines())
def test_a_pipeline_with_no_damage_takes_the_step_it_should(pipeline):
    result = receipt(pipeline)

    # A weight near 2⁰ takes a step to 2⁻²⁴ of itself; rows that lose digits say so.
    if not result.damaged and pipeline.optimizer in ("sgd", "momentum", "nesterov"):
        given = np.isfinite(result.expected) & (result.gradient != 0)
        np.testing.assert_allclose(result.ratio[given], result.expected[given], rtol=0.02)


@pytest.mark.parametrize(
    ("settings", "ratio", "expected"),
    [
        ({}, 1.0, 1.0),
        ({"micro_batches": (2, 2, 2)}, 3.0, 1.0),
        ({"micro_batches": (1, 2, 3), "division": "count"}, (250 / 9) / (112 / 3), 1.0),
        ({"micro_batches": (1, 2, 3), "division": "size"}, 1.0, 1.0),
        ({"stale_backwards": 2}, 3.0, 1.0),
        ({"clip": "norm"}, 3 / 112, 3 / 112),
        ({"clip": "norm", "scaler": True, "scale": 1024.0, "unscale": "in_step"}, 3 / 112 / 1024, 3 / 112),
        ({"optimizer": "adam"}, 3 / 112, 3 / 112),
        ({"optimizer": "nesterov"}, 1.9, 1.9),
        ({"scaler": True, "autocast": "float16"}, 0.0, 1.0),
        ({"scaler": True, "scale": 1024.0, "unscale": "forgotten"}, 1024.0, 1.0),
        ({"weight_decay": 0.1}, (112 / 3 - 0.1) / (112 / 3), (112 / 3 - 0.1) / (112 / 3)),
    ],
)
@on_devices
def test_one_number_sums_the_step_up(device, settings, ratio, expected):
    # By hand, for a mean gradient of −112/3: what reaches the weight, in parts of −η·gradient.
    result = receipt(Pipeline(**LINE | settings, device=device))

    half_spacing = 2.0**-24 / (0.01 * 112 / 3)  # of a float32 weight between 1 and 2, in the same parts
    assert result.ratio == pytest.approx([ratio], rel=1e-6, abs=half_spacing)
    assert result.expected == pytest.approx([expected], rel=1e-6)


def test_a_flat_loss_has_no_such_number():
    result = receipt(Pipeline(inputs=[[0.0]]))

    assert np.isnan(result.ratio).all()
    assert result.weight.tolist() == [5.0]


@on_devices
@pytest.mark.parametrize(
    ("settings", "key", "words"),
    [
        ({"unscale": "twice"}, "unscale", TWICE),
        ({"weight_dtype": "float16"}, "unscale", FLOAT16),
        ({"weight_dtype": "float16", "unscale": "in_step"}, "unscale", FLOAT16),
        ({"weight_dtype": "float16", "unscale": "in_step", "clip": "value"}, "unscale", FLOAT16),
    ],
)
def test_where_pytorch_raises_the_receipt_ends_with_its_words(device, settings, key, words):
    # The texts are quoted in transformers #23905 and pytorch #74739.
    result = receipt(Pipeline(scaler=True, scale=4.0, device=device, **settings))

    assert (result.stages[-1].key, result.stages[-1].error) == (key, words)
    assert result.stages[-1].damage.startswith("refused")
    assert result.error == words
    assert (result.step.tolist(), result.weight.tolist()) == ([0.0], [5.0])


def test_an_optimizer_can_refuse_too():
    # float16 ends at 65504, and so does a learning rate for a float16 weight.
    result = receipt(Pipeline(weight_dtype="float16", learning_rate=1e6))

    assert (result.stages[-1].key, result.stages[-1].damage) == ("step", "refused")
    assert "overflow" in result.error


def test_a_receipt_without_an_error_says_none():
    assert receipt(Pipeline()).error == ""
    assert receipt(Pipeline()).stage("unscale") is None


@over_presets
def test_damage_is_where_it_was_done(preset):
    # What each preset is there to show.
    wanted = {
        "nan_loss": ["overflow", "not_finite"],
        "halving": ["overflow", "skipped"],
        "fp16_weights": ["refused_float16"],
        "vanishing": ["underflow"],
        "overflow": ["overflow", "skipped"],
        "clip": ["clipped_scaled"],
        "forgotten_unscale": ["scaled_step"],
        "mean_or_sum": [],
        "accumulate": ["misweighted"],
        "precision": [],
        "adam": [],
        "swallowed": ["swallowed"],
    }

    assert [stage.damage for stage in receipt(PRESETS[preset]).damaged] == wanted[preset]


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)


@pytest.mark.parametrize("run", [receipt, over_scales])
def test_a_device_that_is_not_there_is_refused(run, no_gpu):
    with pytest.raises(DeviceError, match="expected a device present here"):
        run(Pipeline(device="cuda"))


@pytest.mark.skipif(torch.cuda.is_available(), reason="PyTorch finds a GPU")
def test_pytorch_says_itself_that_there_is_no_cuda():
    assert "CUDA" in device_refusal("cuda") or "NVIDIA" in device_refusal("cuda")


@on_devices
def test_pytorch_says_nothing_about_a_device_that_is_there(device):
    assert device_refusal(device) == ""
