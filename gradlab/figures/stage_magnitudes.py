"""The picture of gradient to step: how large the gradient is after each stage, and the range it has to pass through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gradlab.figures.frame import axis, layout
from gradlab.figures.palette import PALETTE

_EDGE = 0.5  # how far from the middle of its stage a gate's wall reaches
_LANE = 2.2  # decades from the axis to the middle of the lane of 0, and of inf
_BESIDE = 0.8  # decades from an edge of the range to the words beside it
_MARGIN = 1.9  # decades around the lanes, where the numbers of their points stand


@dataclass(frozen=True)
class Range:
    """A floating-point format as the picture draws it: the range it holds, and below what it loses digits."""

    smallest: float
    smallest_normal: float
    largest: float


@dataclass(frozen=True)
class Decades:
    """The powers of ten the picture spans, from 10^low to 10^high. 0 has a lane below them, inf and nan one above."""

    low: int
    high: int

    @property
    def zero(self) -> float:
        """Where 0 is drawn."""
        return self.low - _LANE

    @property
    def infinite(self) -> float:
        """Where inf and nan are drawn."""
        return self.high + _LANE

    def heights(self, numbers: np.ndarray) -> np.ndarray:
        """Where numbers are drawn: at the power of ten of their size, or in a lane."""
        size = np.abs(numbers)
        heights = np.full(size.shape, self.infinite)
        heights[size == 0] = self.zero
        drawn = np.isfinite(size) & (size > 0)
        heights[drawn] = np.clip(np.log10(size[drawn]), self.low, self.high)
        return heights


@dataclass(frozen=True)
class Stages:
    """What the picture shows: for each stage a name, its numbers (any count), and whether it did damage.

    gate: the stage in which the gradient is in the range's format, if there is one.
    """

    names: Sequence[str]
    numbers: Sequence[np.ndarray]
    damaged: Sequence[bool]
    gate: int | None

    @property
    def x(self) -> list[int]:
        """The stage of each point, the points of a stage side by side."""
        return [stage for stage, numbers in enumerate(self.numbers) for _ in numbers]

    @property
    def flat(self) -> np.ndarray:
        """The number of each point."""
        return np.concatenate(self.numbers)

    @property
    def flags(self) -> list[bool]:
        """For each point, whether its stage did damage."""
        return [self.damaged[stage] for stage in self.x]

    @property
    def lines(self) -> list[int | None]:
        """The points to join, by number; None is a gap.

        Stages of as many numbers are joined element by element; many samples come together in one gradient.
        """
        firsts = np.cumsum([0, *(len(numbers) for numbers in self.numbers)])
        joined: list[int | None] = []
        for stage in range(len(self.numbers) - 1):
            here, after = len(self.numbers[stage]), len(self.numbers[stage + 1])
            for index in range(here):
                joined += [int(firsts[stage] + index), int(firsts[stage + 1] + index % after), None]
        return joined


def decades_of(numbers: np.ndarray, held: Range) -> Decades:
    """The powers of ten that hold a range and all finite numbers."""
    size = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    low = min([held.smallest, *size.tolist()])
    high = max([held.largest, *size.tolist()])
    return Decades(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))))


def plot_stages(stages: Stages, decades: Decades, held: Range, words: dict[str, str]) -> go.Figure:
    """Draw them. words: `magnitude` for the axis, `range`, `digits`, `too_large`, `too_small` for the parts of it."""
    colour = PALETTE["light"]
    last = len(stages.names) - 1
    heights, lines = decades.heights(stages.flat), stages.lines
    x = stages.x
    path = {
        "x": [None if point is None else x[point] for point in lines],
        "y": [None if point is None else heights[point] for point in lines],
        "mode": "lines",
        "line": {"color": colour["curve"], "width": 3},
        "meta": "path",
    }
    flags = stages.flags
    points = {
        "x": x,
        "y": heights,
        "mode": "markers",
        "marker": {
            "opacity": 1,
            "color": [colour["tangent" if flag else "curve"] for flag in flags],
            "symbol": ["x" if flag else "circle" for flag in flags],
            "size": [16 if flag else 13 for flag in flags],
            "line": {"color": colour["page"], "width": 2},
        },
        "meta": "points",
    }
    zones = [*_zones(held, last), *([] if stages.gate is None else _walls(decades, held, stages.gate))]
    return go.Figure(
        [{"type": "scatter", **trace} for trace in (*zones, *_labels(held, last, words), path, points)],
        _layout(stages.names, decades, words),
    )


def _box(left: float, right: float, low: float, high: float, role: str, pattern: str = "") -> dict:
    colour = PALETTE["light"][role]
    return {
        "x": [left, right, right, left, left],
        "y": [low, low, high, high, low],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": f"{colour}22",
        "fillpattern": {"shape": pattern, "fgcolor": colour, "size": 7, "solidity": 0.2, "fillmode": "overlay"},
        "hoverinfo": "skip",
        "meta": role,
    }


def _zones(held: Range, last: int) -> list[dict]:
    """The range across all stages, and the part of it that loses digits."""
    smallest, normal, largest = np.log10([held.smallest, held.smallest_normal, held.largest])
    left, right = -_EDGE, last + _EDGE
    return [_box(left, right, normal, largest, "triangle"), _box(left, right, smallest, normal, "target", "/")]


def _walls(decades: Decades, held: Range, gate: int) -> list[dict]:
    """At the stage in which the gradient is in the format: what is beyond its range is shut."""
    smallest, largest = np.log10([held.smallest, held.largest])
    left, right = gate - _EDGE, gate + _EDGE
    return [
        _box(left, right, largest, decades.infinite - _LANE / 2, "ghost", "x"),
        _box(left, right, decades.zero + _LANE / 2, smallest, "ghost", "x"),
    ]


def _layout(names: Sequence[str], decades: Decades, words: dict[str, str]) -> dict:
    powers = [power for power in range(decades.low, decades.high + 1) if power % 3 == 0]
    stages = axis(
        "",
        range=[-_EDGE, len(names) - 1 + _EDGE],
        tickvals=list(range(len(names))),
        ticktext=list(names),
        showgrid=False,
    )
    sizes = axis(
        words["magnitude"],
        range=[decades.zero - _MARGIN, decades.infinite + _MARGIN],
        tickvals=[decades.zero, *powers, decades.infinite],
        ticktext=["0", *(f"10<sup>{power}</sup>".replace("-", "−") for power in powers), "inf"],
    )
    return layout(stages, sizes, margin={"l": 70, "r": 20, "t": 8, "b": 44})


def _labels(held: Range, last: int, words: dict[str, str]) -> list[dict]:
    """The names of the parts of the axis, at the right edge and behind the path."""
    smallest, normal, largest = np.log10([held.smallest, held.smallest_normal, held.largest]).tolist()

    def label(text: str, power: float, role: str) -> dict:
        return {
            "x": [last + _EDGE],
            "y": [power],
            "text": [f"{text}\u2002"],
            "mode": "text",
            "textposition": "middle left",
            "textfont": {"color": PALETTE["light"][role]},
            "meta": role,
        }

    return [
        label(words["too_large"], largest + _BESIDE, "triangle"),
        label(words["range"], largest - _BESIDE, "triangle"),
        label(words["digits"], normal - _BESIDE, "target"),
        label(words["too_small"], smallest - _BESIDE, "target"),
    ]
