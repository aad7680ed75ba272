"""How far the sliders reach: a step of gradient descent that leads beyond them widens them, so that it is seen."""

from math import ceil, inf

from gradlab.compute.losses import Slider
from gradlab.compute.losses.loss import Interval
from gradlab.ui.frame.address import parameter

# What the sliders' ranges may be multiplied by, doubled from one to the next.
REACHES = tuple(2**power for power in range(21))
REACH = "reach"


def current_reach() -> int:
    """The reach that the address says; 1 where it says none."""
    return int(parameter(REACH, [str(reach) for reach in REACHES]) or 1)


def widened(slider: Slider, domain: Interval, reach: int) -> Slider:
    """A slider that reaches so many times as far from its middle, in steps so many times as long.

    It ends where the domain does; where that has two ends, there is little room and the steps stay as they are.
    """
    if reach == 1:
        return slider
    middle, half = (slider.low + slider.high) / 2, reach * (slider.high - slider.low) / 2
    low, high = max(middle - half, domain.low), min(middle + half, domain.high)
    step = slider.step if -inf < domain.low and domain.high < inf else slider.step * reach
    count = ceil(round((high - low) / step, 6))
    if domain.high < inf:
        return Slider(round(high - count * step, 10), high, step)
    return Slider(low, round(low + count * step, 10), step)
