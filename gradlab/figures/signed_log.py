"""A signed logarithmic axis: numbers of either sign and many sizes, 0 among them, in one picture."""

import math
from dataclasses import dataclass

import numpy as np

MOST_DECADES = 80
_SMALL = 0.05
_CLOSEST = 0.25
_POWERS = (-300.0, 308.0)


@dataclass(frozen=True)
class SignedLog:
    """Heights of numbers: sign(v) · log10(1 + |v| / threshold). Plotly has no such axis, so its ticks are written here.

    threshold: the size around which the axis turns from even steps to powers of ten. range: of the heights.
    ticks: heights of powers of ten, and labels, what is written there.
    """

    threshold: float
    range: tuple[float, float]
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def heights(self, values: np.ndarray) -> np.ndarray:
        """The height of each number; what is not finite has none."""
        with np.errstate(invalid="ignore"):
            heights = np.sign(values) * np.log10(1.0 + np.abs(values) / self.threshold)
        return np.where(np.isfinite(values), heights, np.nan)


def signed_log(values: np.ndarray, *, most_ticks: int = 3) -> SignedLog:
    """The axis on which all these numbers are seen; the smallest twentieth of them is what counts as near 0."""
    finite = values[np.isfinite(values)]
    sizes = np.abs(finite[finite != 0])
    top = float(np.clip(np.floor(np.log10(sizes.max())), *_POWERS)) if len(sizes) else 0.0
    least = float(np.floor(np.log10(np.quantile(sizes, _SMALL)))) if len(sizes) else -1.0
    bottom = float(np.clip(min(least, top - 1.0), max(top - MOST_DECADES, _POWERS[0]), top))
    axis = SignedLog(10.0**bottom, (0.0, 0.0), (), ())
    outer = (float(finite.min(initial=0.0)), float(finite.max(initial=0.0))) if len(sizes) else (0.0, 1.0)
    ends = axis.heights(np.array(outer))
    room = 0.08 * max(float(ends[1] - ends[0]), 1.0)
    low, high = float(ends[0] - room), float(ends[1] + room)
    ticks = [math.copysign(size, end) for end in outer if end for size in _sizes(bottom, abs(end), most_ticks)]
    numbers = np.array(sorted([0.0, *ticks]))
    heights = axis.heights(numbers)
    kept = _apart(heights, _CLOSEST * (high - low))
    return SignedLog(
        axis.threshold,
        (low, high),
        tuple(float(heights[index]) for index in kept),
        tuple(_written(numbers[index]) for index in kept),
    )


def _sizes(bottom: float, largest: float, most: int) -> list[float]:
    """Round sizes for ticks: powers of ten, or where there are few of them 1, 2 and 5 of each."""
    top = np.floor(np.log10(largest))
    step = max(1, int(np.ceil((top - bottom) / most)))
    mantissas = (1.0, 2.0, 5.0) if top - bottom <= 1 else (1.0,)
    powers = 10.0 ** np.arange(top, bottom - 1, -step)
    return [float(m * power) for power in powers for m in mantissas if m <= largest / power]


def _apart(heights: np.ndarray, closest: float) -> list[int]:
    """Which ticks are written, 0 first, then the ends, then the farthest out, so that none stands on another."""
    kept: list[int] = []
    is_end = (heights == heights.min()) | (heights == heights.max())
    for index in np.lexsort((-np.abs(heights), ~is_end, heights != 0)):
        if all(abs(heights[index] - heights[other]) >= closest for other in kept):
            kept.append(int(index))
    return sorted(kept)


def _written(number: float) -> str:
    if number == 0:
        return "0"
    power = int(np.floor(np.log10(abs(number)) + 1e-9))
    mantissa = round(abs(number) / 10.0**power)
    sign = "−" if number < 0 else ""
    if -3 <= power <= 4:
        return f"{sign}{mantissa * 10.0**power:g}"
    times = f"{mantissa}·" if mantissa != 1 else ""
    return f"{sign}{times}10<sup>{power}</sup>".replace("-", "−")
