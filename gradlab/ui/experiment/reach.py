"""How far the sliders reach: a step of gradient descent, a typed value or a link that leads beyond them widens them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, inf

from gradlab.compute.losses import Slider
from gradlab.compute.losses.loss import Interval
from gradlab.ui.frame.expectations import OneOf, Range
from gradlab.ui.frame.session import session

# What the sliders' ranges may be multiplied by, doubled from one to the next.
REACHES = tuple(2**power for power in range(41))
REACH = "reach"


@dataclass(frozen=True)
class Widening(OneOf):
    """One of the reaches."""

    options: tuple[int, ...] = REACHES

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["reach"]


def current_reach() -> int:
    """The reach that the sliders have; 1 where no step has widened them."""
    return session().declare(REACH, Widening(), 1)


def widened(slider: Slider, domain: Interval, reach: int) -> Slider:
    """A slider that reaches so many times as far from its middle, in steps so many times as long.

    It ends where the domain does; where that has two ends, there is little room and the steps stay as they are.
    """
    if reach == 1:
        return slider
    middle, half = (slider.low + slider.high) / 2, reach * (slider.high - slider.low) / 2
    low, high = middle - half, middle + half
    if domain.low > -inf:
        low = slider.low if domain.open else max(low, domain.low)
    if domain.high < inf:
        high = slider.high if domain.open else min(high, domain.high)
    step = slider.step if -inf < domain.low and domain.high < inf else slider.step * reach
    count = ceil(round((high - low) / step, 6))
    if domain.high < inf:
        return Slider(round(high - count * step, 10), high, step)
    return Slider(low, round(low + count * step, 10), step)


def wide_enough(slider: Slider, domain: Interval, value: float) -> Slider | None:
    """The slider, widened no more than this value needs; None where none of them takes it."""
    for reach in REACHES:
        wide = widened(slider, domain, reach)
        if wide.low <= value <= wide.high:
            return wide
    return None


def reachable(slider: Slider, domain: Interval) -> Range:
    """The values that the slider takes once it is as wide as it can be."""
    widest = widened(slider, domain, REACHES[-1])
    return Range(widest.low, widest.high)
