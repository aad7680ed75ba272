"""What was found at a stage: a kind, how bad it is, in which elements, and the numbers a sentence about it may name."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

SEVERITIES = ("fine", "rounding", "damage")
"""fine: as exact as float32. rounding: off by what the digits of a narrow format allow. damage: more than that."""


@dataclass(frozen=True)
class Finding:
    """One thing that is true of some elements of a stage.

    kind: what, in one word; with the stage's key it names a sentence. elements: of which, by number. values: what that
    sentence may name: texts, single numbers, and arrays with a number for each of these elements.
    """

    kind: str
    severity: str
    elements: tuple[int, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


def worst(findings: Sequence[Finding]) -> str:
    """The worst severity among findings, `"fine"` if there are none."""
    return max((finding.severity for finding in findings), key=SEVERITIES.index, default="fine")


def grouped(verdicts: Sequence[Hashable], found: Callable[[Any, tuple[int, ...]], Finding]) -> tuple[Finding, ...]:
    """A finding for each distinct verdict, about the elements that share it, in the order of the first of them."""
    groups: dict[Hashable, list[int]] = {}
    for element, verdict in enumerate(verdicts):
        groups.setdefault(verdict, []).append(element)
    return tuple(found(verdict, tuple(elements)) for verdict, elements in groups.items())


def whole(kind: str, numbers: np.ndarray, severity: str = "fine", **values: Any) -> Finding:
    """A finding about all elements of these numbers."""
    return Finding(kind, severity, tuple(range(np.shape(numbers)[-1])), values)
