"""The one number that sums a step up, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gradlab.compute.scaling import Receipt
from gradlab.ui.live_receipt.sentences import vector

_CLOSE = 1e-3  # relatively: to three digits as it should be
_NEARLY = 2.0**-5  # as far off as the roundings of bfloat16 take it


@dataclass(frozen=True)
class Summary:
    """The step taken ÷ (−learning rate × gradient), what it should be, if anything, what that means, how bad it is."""

    ratio: str
    expected: str
    verdict: str
    severity: str


def summary_of(receipt: Receipt, words: Mapping[str, str]) -> Summary:
    """Sum a step up."""
    kind, severity = _verdict(receipt)
    times = np.abs(_times(receipt))
    with np.errstate(divide="ignore"):
        parts = 1 / times
    one = kind == "too_small" and times[0] > 0
    return Summary(
        ratio=vector(receipt.ratio, 4),
        expected=_expected(receipt, words),
        verdict=words[kind].format(times=vector(parts if one else times, 3, alike=True)),
        severity=severity,
    )


def _expected(receipt: Receipt, words: Mapping[str, str]) -> str:
    """What the ratio should be; nothing where there is none."""
    if not np.isfinite(receipt.expected).any():
        return ""
    return words["expected"].format(expected=vector(receipt.expected, 4, alike=True))


def _verdict(receipt: Receipt) -> tuple[str, str]:
    """What to say of the ratio, by the numbers alone."""
    if receipt.error:
        return "refused", "damage"
    if not receipt.gradient.all():
        return ("no_gradient" if not receipt.gradient.any() else "no_gradient_in_part"), receipt.severity
    if np.isnan(receipt.ratio).any():
        return ("no_rate" if np.isnan(receipt.expected).any() else "not_a_number"), receipt.severity
    times = _times(receipt)
    if _near(times, _CLOSE):
        return ("well" if receipt.severity != "damage" else "well_by_chance"), receipt.severity
    if not receipt.moved.any():
        return "no_step", "damage"
    if _near(times, _NEARLY):
        return "nearly", max(receipt.severity, "rounding", key=("fine", "rounding", "damage").index)
    if (times > 1).all():
        return "too_large", "damage"
    alike = (times > 0).all() and np.allclose(times, times[0], rtol=_CLOSE)
    return ("too_small" if alike and (times < 1).all() else "otherwise"), "damage"


def _near(times: np.ndarray, most: float) -> bool:
    """Whether all are 1 but for that much."""
    return bool((np.abs(times - 1.0) <= most).all())


def _times(receipt: Receipt) -> np.ndarray:
    """The ratio in parts of what it should be."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(receipt.ratio == receipt.expected, 1.0, receipt.ratio / receipt.expected)
