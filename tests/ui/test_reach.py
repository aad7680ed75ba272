"""Sliders that are widened hold all they held, stay in the loss's domain, and have about as many positions."""

import pytest

from gradlab.compute.losses import LOSSES, Slider
from gradlab.compute.losses.loss import Interval
from gradlab.ui.experiment.reach import REACHES, widened

SLIDERS = {
    (argument.slider, argument.domain): f"{loss.name}-{argument.name}"
    for loss in LOSSES.values()
    for argument in loss.tensors
    if argument.slider
}

over_sliders = pytest.mark.parametrize(("slider", "domain"), SLIDERS, ids=SLIDERS.values())


@over_sliders
def test_a_slider_that_is_not_widened_is_the_same(slider, domain):
    assert widened(slider, domain, 1) is slider


@over_sliders
def test_a_widened_slider_holds_all_it_held_and_nothing_outside_the_domain(slider, domain):
    for reach in REACHES:
        wide = widened(slider, domain, reach)

        assert wide.low <= slider.low
        assert wide.high >= slider.high
        assert wide.low in domain
        assert wide.high in domain


@over_sliders
def test_its_positions_begin_and_end_with_it_and_are_about_as_many(slider, domain):
    for reach in REACHES:
        wide = widened(slider, domain, reach)
        positions = wide.positions

        assert (positions[0], positions[-1]) == pytest.approx((wide.low, wide.high), rel=1e-12)
        assert len(slider.positions) // 2 <= len(positions) <= len(slider.positions) + 2


@pytest.mark.parametrize("reach", REACHES)
def test_without_an_end_of_the_domain_it_is_so_many_times_as_wide(reach):
    wide = widened(Slider(-5.0, 5.0, 0.05), Interval(), reach)

    assert (wide.low, wide.high, wide.step) == (-5.0 * reach, 5.0 * reach, 0.05 * reach)
