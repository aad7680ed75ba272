"""Axis ranges that show a curve at its best, and round numbers on them."""

import numpy as np

_PADDING = 0.08
_LEVELS = 10


def fitted_range(values: np.ndarray, shown: np.ndarray | float) -> tuple[float, float]:
    """The part of a loss axis worth showing: all finite values, unless a few explode.

    Values further than one and a half times the spread of the middle four fifths from these are left outside the
    picture (after the fences of a box plot; John Tukey, Exploratory Data Analysis, 1977), but never those `shown`, such
    as the value at the point.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0
    lower, upper = _quantiles(np.sort(finite), 0.1, 0.9)
    fence = 1.5 * (upper - lower)
    low, high = max(finite.min(), lower - fence), min(finite.max(), upper + fence)
    points = np.ravel(shown)
    points = points[np.isfinite(points)]
    low, high = min([low, *points]), max([high, *points])
    padding = _PADDING * (high - low) or max(1.0, abs(high)) / 2
    return float(low - padding), float(high + padding)


def _quantiles(ordered: np.ndarray, *shares: float) -> list[float]:
    """As `np.quantile`, which takes a tenth of a millisecond for it."""
    places = [share * (len(ordered) - 1) for share in shares]
    pairs = [(ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)], place % 1) for place in places]
    return [low + (high - low) * part for low, high, part in pairs]


def ends_of(positions: np.ndarray) -> list[float]:
    """The first and the last of ordered positions."""
    return [float(positions[0]), float(positions[-1])]


def round_levels(low: float, high: float) -> tuple[float, float, float]:
    """The first, the last and the distance of some ten round numbers in a range: 1, 2 or 5 times a power of ten."""
    least = (high - low) / _LEVELS
    power = 10.0 ** np.floor(np.log10(least))
    size = float(power * next(digit for digit in (1, 2, 5, 10) if digit * power >= least))
    return float(np.ceil(low / size) * size), float(np.floor(high / size) * size), size
