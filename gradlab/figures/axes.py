"""Axis ranges that show a curve at its best."""

import numpy as np

_PADDING = 0.08


def fitted_range(values: np.ndarray, shown: np.ndarray | float) -> tuple[float, float]:
    """The part of a loss axis worth showing: all finite values, unless a few explode.

    Values further than one and a half times the spread of the middle four fifths from these are left outside the
    picture (after the fences of a box plot; John Tukey, Exploratory Data Analysis, 1977), but never those `shown`, such
    as the value at the point.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -1.0, 1.0
    lower, upper = np.quantile(finite, [0.1, 0.9])
    fence = 1.5 * (upper - lower)
    low, high = max(finite.min(), lower - fence), min(finite.max(), upper + fence)
    points = np.ravel(shown)
    points = points[np.isfinite(points)]
    low, high = min([low, *points]), max([high, *points])
    padding = _PADDING * (high - low) or max(1.0, abs(high)) / 2
    return float(low - padding), float(high + padding)
