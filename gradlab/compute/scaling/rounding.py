"""How far a number is from what it should be, and whether a format's digits account for that."""

import numpy as np

from gradlab.compute.scaling.float_range import float_range

FINE = 2.0**-19
"""Relatively: as exact as float32 is after a handful of roundings."""

_ROUNDINGS = 4  # as many of a format's `eps` may a few roundings in a row be off
_LEAST = 2.0**-10  # three digits: less is no damage in any format


def off_by(wanted: np.ndarray, got: np.ndarray) -> np.ndarray:
    """How far each number is off, as a part of what it should be; inf where that is 0, or the number is not finite."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        off = np.abs(got - wanted) / np.abs(wanted)
    off = np.where(wanted == got, 0.0, off)
    return np.where(np.isnan(off), np.inf, off)


def severity_of(off: float, dtype: str) -> str:
    """How bad it is to be so far off in a format that `dtype` names."""
    if off <= FINE:
        return "fine"
    return "rounding" if off <= max(_ROUNDINGS * float_range(dtype).eps, _LEAST) else "damage"


def coarsest(dtypes: tuple[str, ...]) -> str:
    """The one of these formats with the fewest digits."""
    return max(dtypes, key=lambda dtype: float_range(dtype).eps)


def fate(wanted: float, got: float, dtype: str) -> str:
    """What a format did to one number that was finite:

    `"overflow"`: it was too large. `"underflow"`: too small. `"subnormal"`: so small that digits were lost. `"inf"`,
    `"nan"`, `"zero"`: it became that, though by its size it need not have: something on the way did. `"held"`: nothing
    but a rounding.
    """
    edges, size = float_range(dtype), abs(wanted)
    if np.isnan(got):
        return "nan"
    if np.isinf(got):
        return "overflow" if size >= edges.overflow else "inf"
    if got == 0 and wanted != 0:
        return "underflow" if size <= edges.underflow else "zero"
    lost = abs(got - wanted) > edges.eps / 2 * size
    return "subnormal" if lost and size < edges.smallest_normal else "held"
