"""A signed logarithmic axis: numbers of either sign and many sizes, 0 among them, in one picture."""

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
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    largest = float(sizes.max(initial=1e-300))
    top = float(np.clip(np.ceil(np.log10(largest)), *_POWERS)) if len(sizes) else 0.0
    least = float(np.floor(np.log10(np.quantile(sizes, _SMALL)))) if len(sizes) else -1.0
    bottom = float(np.clip(min(least, top - 1.0), max(top - MOST_DECADES, _POWERS[0]), top))
    axis = SignedLog(10.0**bottom, (0.0, 0.0), (), ())
    signs = [sign for sign in (-1.0, 1.0) if (np.sign(values) == sign).any()]
    step = max(1, int(np.ceil((top - bottom) * len(signs) / most_ticks)))
    powers = np.arange(top, bottom, -step)
    numbers = np.array(sorted([0.0, *(sign * 10.0**power for sign in signs for power in powers)]))
    farthest = max(largest, 10.0**top)
    ends = axis.heights(np.array([-farthest if -1.0 in signs else 0.0, farthest if 1.0 in signs else 0.0]))
    room = 0.08 * max(float(ends[1] - ends[0]), 1.0)
    low, high = float(ends[0] - room), float(ends[1] + room)
    heights = axis.heights(numbers)
    kept = _apart(heights, _CLOSEST * (high - low))
    return SignedLog(
        axis.threshold,
        (low, high),
        tuple(float(heights[index]) for index in kept),
        tuple(_written(numbers[index]) for index in kept),
    )


def _apart(heights: np.ndarray, closest: float) -> list[int]:
    """Which ticks are written, the ends first, then 0, then the farthest out, so that none stands on another."""
    kept: list[int] = []
    is_end = (heights == heights.min()) | (heights == heights.max())
    for index in np.lexsort((-np.abs(heights), heights != 0, ~is_end)):
        if all(abs(heights[index] - heights[other]) >= closest for other in kept):
            kept.append(int(index))
    return sorted(kept)


def _written(number: float) -> str:
    if number == 0:
        return "0"
    power = round(np.log10(abs(number)))
    sign = "−" if number < 0 else ""
    size = f"{10.0**power:g}" if -3 <= power <= 4 else f"10<sup>{power}</sup>".replace("-", "−")
    return sign + size
