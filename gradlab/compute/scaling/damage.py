"""Whether a stage did damage: rounded too much, to 0 or to inf."""

import numpy as np

from gradlab.compute.scaling.float_range import float_range

GRADIENT_TOLERANCE = float_range("float16").eps
WEIGHT_TOLERANCE = float_range("bfloat16").eps
"""How far off, relatively, counts as lost digits. A weight is rounded at every step, so it is allowed more."""


def rounding_damage(wanted: np.ndarray, got: np.ndarray) -> str | None:
    """What rounding did to a gradient: `"overflow"`, `"underflow"`, `"digits"` or None; in any element."""
    if not np.isfinite(wanted).all():
        return None  # it came broken
    if not np.isfinite(got).all():
        return "overflow"
    if ((got == 0) & (wanted != 0)).any():
        return "underflow"
    return "digits" if differs(wanted, got, GRADIENT_TOLERANCE) else None


def write_back_damage(step: np.ndarray, before: np.ndarray, after: np.ndarray) -> str | None:
    """What the weight's dtype did to a step: `"overflow"`, `"swallowed"`, `"digits"` or None; in any element."""
    if not np.isfinite(after).all():
        return "overflow"
    arrived = after - before
    if ((arrived == 0) & (step != 0)).any():
        return "swallowed"
    return "digits" if differs(step, arrived, WEIGHT_TOLERANCE) else None


def differs(wanted: np.ndarray, got: np.ndarray, tolerance: float) -> bool:
    """Whether any element is off by more than so much of what it should be."""
    return bool((np.abs(got - wanted) > tolerance * np.abs(wanted)).any())
