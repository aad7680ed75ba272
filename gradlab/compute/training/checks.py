"""The checks that what describes a training shares: expected … got …"""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from gradlab.compute.experiment import ExperimentError


class TrainingError(ExperimentError):
    """The training cannot be run; the message says what was expected and what came."""


class TooMuchWorkError(TrainingError):
    """The training is whole, and would take too long."""


def choice(field: str, given: Any, allowed: Iterable[str]) -> str:
    """One of the names allowed."""
    names = tuple(allowed)
    if not isinstance(given, str) or given not in names:
        raise TrainingError(f"expected {field} to be one of {', '.join(names)}, got {given!r}")
    return given


def flag(field: str, given: Any) -> bool:
    """True or False."""
    if not isinstance(given, bool):
        raise TrainingError(f"expected True or False for {field}, got {given!r}")
    return given


def whole(field: str, given: Any, least: int, most: int) -> int:
    """A whole number in a range."""
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most:
        raise TrainingError(f"expected a whole number from {least} to {most} for {field}, got {given!r}")
    return given


def number(field: str, given: Any, least: float, most: float) -> float:
    """A finite number in a range, as a float."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not least <= given <= most or not isfinite(given):
        raise TrainingError(f"expected a number from {least:g} to {most:g} for {field}, got {given!r}")
    return float(given) + 0.0  # -0 is 0
