"""The loss scale in low precision: what survives backward(), what unscale_ gives back, what the scaler does next."""

from math import inf, isinf

import numpy as np
import pytest

from gradlab.compute.scaling import PRESETS, SCALES, Pipeline, float_range, receipt, receipts_over_scales
from tests.compute.scaling.pipelines import LINE, on_devices, tiny
from tests.compute.scaling.rounding import FORMATS, rounded

AMP = {"autocast": "float16", "scaler": True}


def scaled_by_hand(factor: float, x: float, scale: float, low: str) -> float:
    """`.grad` of w in S·(F.linear(x, w).float()·factor), with every rounding autocast does."""
    arriving = rounded(scale * rounded(factor, "float32"), "float32")
    into_linear = rounded(arriving, low)
    return into_linear * x if isinf(into_linear) else rounded(into_linear * rounded(x, low), low)


def unscaled_by_hand(scaled: float, scale: float) -> float:
    """What `unscale_` makes of it: a product with the inverse, in float32."""
    return scaled if isinf(scaled) else rounded(scaled * rounded(1 / scale, "float32"), "float32")


@on_devices
@pytest.mark.parametrize("low", ["float16", "bfloat16"])
@pytest.mark.parametrize(
    ("factor", "x"),
    [
        (1e-12, 1.0),
        (1e-8, 1.0),
        (1e-7, 1.0),
        (1e-4, 1.0),
        (1.0, 5.0),
        (1000.0, 1.0),
        (1.0, 0.1),
        (-3e-6, 7.0),
        (1e-40, 1.0),
    ],
)
def test_backward_and_unscale_round_as_the_formats_do_at_every_scale(device, low, factor, x):
    pipeline = tiny(factor, inputs=((x,),), autocast=low, scaler=True, device=device)
    receipts = receipts_over_scales(pipeline)
    scaled = [scaled_by_hand(factor, x, scale, low) for scale in SCALES]

    assert [r.stage("backward").after.item() for r in receipts] == scaled
    unscaled = [unscaled_by_hand(number, scale) for number, scale in zip(scaled, SCALES, strict=True)]
    assert [r.stage("unscale").after.item() for r in receipts] == unscaled


def test_the_slider_goes_from_1_to_the_scale_that_overflows_5_even_in_the_loss():
    assert (SCALES[0], SCALES[-1], len(SCALES)) == (1.0, 2.0**24, 25)
    assert np.diff(np.log2(SCALES)).tolist() == [1.0] * 24


# (gradient, nonzero from, all digits from, finite up to): exponents of S in float16, by exact rationals in the fact
# sheet; here from the edges of the format.
@pytest.mark.parametrize("gradient", [1e-12, 1e-8, 1e-7, 1e-4, 5.0, 1000.0])
def test_a_gradient_survives_between_the_edges_of_float16(gradient):
    digits, lowest, highest = FORMATS["float16"]
    zero, normal, infinite = 2.0 ** (lowest - digits), 2.0**lowest, (2 - 2.0**-digits) * 2.0**highest

    def damage_at(exponent: int) -> str | None:
        return receipt(tiny(gradient, **AMP, scale=2.0**exponent)).stage("backward").damage

    first_nonzero = next(e for e in range(-40, 60) if 2.0**e * gradient > zero)
    first_normal = next(e for e in range(-40, 60) if 2.0**e * gradient >= normal)
    last_finite = next(e for e in range(60, -40, -1) if 2.0**e * gradient < infinite)
    assert damage_at(first_nonzero - 1) == "underflow" != damage_at(first_nonzero)
    assert damage_at(first_normal) is None
    assert (damage_at(last_finite), damage_at(last_finite + 1)) == (None, "overflow")


def test_five_is_finite_up_to_8192():
    # The fact everyone meets first: 5 × 8192 = 40960 fits, 5 × 16384 = 81920 > 65504 does not.
    pipeline = PRESETS["overflow"]
    finite = [r.scale for r in receipts_over_scales(pipeline) if np.isfinite(r.stage("backward").after).all()]

    assert max(finite) == 2.0**13


@pytest.mark.parametrize(("gradient", "scale", "survivor"), [(1e-7, 1.0, 2 * 2.0**-24), (1e-8, 16.0, 3 * 2.0**-24)])
def test_a_subnormal_gradient_is_not_zero_but_wrong(gradient, scale, survivor):
    # The nearest multiple of 2⁻²⁴, by hand: 1e-7 is 1.68 of them, 1.6e-7 is 2.68.
    stage = receipt(tiny(gradient, **AMP, scale=scale)).stage("backward")

    assert (stage.after.tolist(), stage.damage) == ([survivor], "subnormal")


@on_devices
def test_without_a_scaler_float16_loses_a_small_gradient_and_bfloat16_keeps_it(device):
    half = receipt(tiny(1e-8, autocast="float16", device=device)).stage("backward")
    brain = receipt(tiny(1e-8, autocast="bfloat16", device=device)).stage("backward")

    assert (half.after.item(), half.damage) == (0.0, "underflow")
    assert brain.after.item() == rounded(rounded(1e-8, "float32"), "bfloat16")
    assert brain.after.item() == pytest.approx(1.00117e-8, rel=1e-5)  # quoted in the threads on it


@on_devices
def test_a_product_stays_float32_under_autocast_and_does_not_overflow(device):
    # Autocast's lists have linear and matmul, not mul: torch.amp's documentation, "Autocast Op Reference".
    through_linear = receipt(Pipeline(operation="linear", **AMP, device=device))
    as_product = receipt(Pipeline(operation="multiply", **AMP, device=device))

    assert through_linear.stage("backward").after.tolist() == [inf]
    assert as_product.stage("backward").after.tolist() == [5 * 65536.0]


@on_devices
@pytest.mark.parametrize("scale", [2.0**125, 2.0**126])
def test_in_float32_five_lasts_up_to_2_to_the_125(device, scale):
    stage = receipt(Pipeline(scaler=True, scale=scale, device=device)).stage("backward")

    assert stage.after.item() == rounded(5 * scale, "float32")
    assert stage.damage == (None if scale == 2.0**125 else "overflow")


def test_a_scale_that_is_no_power_of_two_costs_digits_even_in_float32():
    third, power = (receipt(Pipeline(inputs=[[0.7]], scaler=True, scale=s)).stage("unscale") for s in (3.0, 65536.0))

    assert third.after.item() == unscaled_by_hand(rounded(3 * rounded(0.7, "float32"), "float32"), 3.0)
    assert power.after.item() == rounded(0.7, "float32")


def test_a_gradient_too_small_for_float32_is_lost_when_unscaled():
    # 1e-47 · 2²⁴ = 1.7e-40 is still a float32, 1e-47 is not: the smallest is 1.4e-45.
    result = receipt(Pipeline(inputs=[[1e-25]], factor=1e-22, scaler=True, scale=2.0**24))

    assert [stage.key for stage in result.damaged] == ["unscale"]
    assert (result.stage("unscale").after.tolist(), result.stage("unscale").damage) == ([0.0], "underflow")


@on_devices
@pytest.mark.parametrize(
    ("low", "scale", "scaled", "unscaled"),
    [("float16", 2.0**8, -9560.0, -37.34375), ("bfloat16", 2.0**16, -2441216.0, -37.25)],
)
def test_the_mean_of_six_samples_in_low_precision(device, low, scale, scaled, unscaled):
    result = receipt(Pipeline(**LINE, autocast=low, scaler=True, scale=scale, device=device))

    assert result.stage("backward").after.tolist() == [scaled]
    assert result.stage("unscale").after.tolist() == [unscaled]
    # The whole error is within the spacing of the format, here by the exact mean −112/3.
    assert abs(unscaled * 3 + 112) <= 112 * float_range(low).eps


@on_devices
def test_an_overflow_is_skipped_and_halves_the_scale(device):
    result = receipt(Pipeline(operation="linear", **AMP, device=device))
    step, weight, scale = (result.stage(key) for key in ("step", "write_back", "scale_update"))

    assert (step.damage, step.after.tolist()) == ("skipped", [0.0])
    assert weight.after.tolist() == weight.before.tolist() == [5.0]
    assert (scale.before.tolist(), scale.after.tolist(), scale.factor.tolist()) == ([65536.0], [32768.0], [0.5])


@pytest.mark.parametrize(("interval", "grown"), [(1, 2048.0), (2, 1024.0)])
def test_enough_clean_steps_double_the_scale(interval, grown):
    pipeline = Pipeline(scaler=True, scale=1024.0, growth_interval=interval)

    assert receipt(pipeline).stage("scale_update").after.tolist() == [grown]


@pytest.mark.parametrize("unscale", ["unscale_", "in_step"])
def test_scaler_step_unscales_what_unscale_did_not(unscale):
    result = receipt(Pipeline(scaler=True, scale=1024.0, unscale=unscale))

    assert result.stage("backward").after.tolist() == [5120.0]
    assert result.stage("unscale").after.tolist() == [5.0]
    assert result.weight.tolist() == [4.5]


@on_devices
def test_a_step_with_the_scaled_gradient_goes_a_thousand_times_too_far(device):
    # w = 1 − 0.1·5·1024
    result = receipt(Pipeline(weight=[1.0], scaler=True, scale=1024.0, unscale="forgotten", device=device))

    assert result.weight.tolist() == [-511.0]
    assert (result.stage("step").damage, result.stage("unscale"), result.stage("scale_update")) == (
        "scaled_step",
        None,
        None,
    )


def test_a_scale_of_1_does_no_harm_when_unscaling_is_forgotten():
    assert receipt(Pipeline(scaler=True, scale=1.0, unscale="forgotten")).damaged == ()
