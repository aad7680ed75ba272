"""The picture of gradient to step: how large the gradient is after each stage, and the range it has to pass through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradlab.figures.frame import axis, layout
from gradlab.figures.palette import PALETTE

_EDGE = 0.5  # how far from the middle of its stage a band reaches
_LANE = 0.13  # of the powers of ten there are, and at least so many of them: from the axis to a lane, from lane to lane
_LEAST_LANE = 1.0
_LEAST_POWERS = 4
_FAR = 1e30  # the edge of bfloat16: drawn to scale it would leave no room for the numbers

_SYMBOLS = ("circle", "diamond", "x")  # fine, rounding, damage: told apart by more than colour
_ROLES = ("curve", "second", "tangent")
_SIZES = (13, 14, 16)


@dataclass(frozen=True)
class Range:
    """A floating-point format as the picture draws it: the range it holds, and below what it loses digits."""

    smallest: float
    smallest_normal: float
    largest: float


@dataclass(frozen=True)
class Decades:
    """The powers of ten the picture spans, from 10^low to 10^high. 0 has a lane below, inf one above, nan one above."""

    low: int
    high: int

    @property
    def _lane(self) -> float:
        return max(_LEAST_LANE, _LANE * (self.high - self.low))

    @property
    def zero(self) -> float:
        """Where 0 is drawn."""
        return self.low - self._lane

    @property
    def infinite(self) -> float:
        """Where inf is drawn."""
        return self.high + self._lane

    @property
    def nan(self) -> float:
        """Where nan is drawn."""
        return self.infinite + self._lane

    @property
    def span(self) -> tuple[float, float]:
        """The whole axis, lanes included, with room for the numbers beside their points."""
        return self.zero - self._lane, self.nan + self._lane

    def heights(self, numbers: np.ndarray) -> np.ndarray:
        """Where numbers are drawn: at the power of ten of their size, or in a lane."""
        size = np.abs(numbers)
        heights = np.full(size.shape, self.infinite)
        heights[np.isnan(size)] = self.nan
        heights[size == 0] = self.zero
        drawn = np.isfinite(size) & (size > 0)
        heights[drawn] = np.clip(np.log10(size[drawn]), self.low, self.high)
        return heights


@dataclass(frozen=True)
class Stages:
    """What the picture shows: for each stage a name, its numbers (any count), and how bad it is.

    severities: 0 for fine, 1 for rounding, 2 for damage. formats: for each stage, the range of the narrow format its
    numbers went through; None where there is none.
    """

    names: Sequence[str]
    numbers: Sequence[np.ndarray]
    severities: Sequence[int]
    formats: Sequence[Range | None]

    @property
    def x(self) -> list[int]:
        """The stage of each point, the points of a stage side by side."""
        return [stage for stage, numbers in enumerate(self.numbers) for _ in numbers]

    @property
    def flat(self) -> np.ndarray:
        """The number of each point."""
        return np.concatenate(self.numbers)

    @property
    def flags(self) -> list[int]:
        """For each point, how bad its stage is."""
        return [self.severities[stage] for stage in self.x]

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


def decades_of(numbers: np.ndarray, formats: Sequence[Range | None]) -> Decades:
    """The powers of ten that hold all finite numbers, and the edges of the formats that such numbers come near."""
    size = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    edges = [edge for held in formats if held and held.largest < _FAR for edge in (held.smallest, held.largest)]
    sizes = [*edges, *size.tolist()] or [1.0]
    low, high = int(np.floor(np.log10(min(sizes)))), int(np.ceil(np.log10(max(sizes))))
    missing = max(0, _LEAST_POWERS - (high - low))
    return Decades(low - missing // 2, high + missing - missing // 2)


def plot_stages(stages: Stages, decades: Decades, words: Mapping[str, str]) -> dict[str, Any]:
    """Draw them: a figure as Plotly's plain dicts. words: `magnitude` for the axis."""
    colour = PALETTE["light"]
    heights, lines, x = decades.heights(stages.flat).tolist(), stages.lines, stages.x
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
            "color": [colour[_ROLES[flag]] for flag in flags],
            "symbol": [_SYMBOLS[flag] for flag in flags],
            "size": [_SIZES[flag] for flag in flags],
            "line": {"color": colour["page"], "width": 2},
        },
        "meta": "points",
    }
    traces = [*_bands(stages.formats, decades), path, points]
    return {"data": [{"type": "scatter", **trace} for trace in traces], "layout": _layout(stages.names, decades, words)}


def _bands(formats: Sequence[Range | None], decades: Decades) -> list[dict[str, Any]]:
    """In the columns of a narrow format: the range it holds, and the part of that in which it loses digits."""
    bands = []
    for column, held in enumerate(formats):
        if held is None:
            continue
        smallest, normal, largest = (
            float(np.clip(np.log10(edge), decades.low, decades.high))
            for edge in (held.smallest, held.smallest_normal, held.largest)
        )
        left, right = column - _EDGE, column + _EDGE
        bands.append(_box(left, right, normal, largest, "triangle"))
        if smallest < normal:
            bands.append(_box(left, right, smallest, normal, "target", "/"))
    return bands


def _box(left: float, right: float, low: float, high: float, role: str, pattern: str = "") -> dict[str, Any]:
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


def _layout(names: Sequence[str], decades: Decades, words: Mapping[str, str]) -> dict[str, Any]:
    every = max(1, round((decades.high - decades.low) / 5))
    powers = [power for power in range(decades.low, decades.high + 1) if power % every == 0]
    stages = axis(
        "",
        range=[-_EDGE, len(names) - 1 + _EDGE],
        tickvals=list(range(len(names))),
        ticktext=list(names),
        showgrid=False,
    )
    sizes = axis(
        words["magnitude"],
        range=list(decades.span),
        tickvals=[decades.zero, *powers, decades.infinite, decades.nan],
        ticktext=["0", *(f"10<sup>{power}</sup>".replace("-", "−") for power in powers), "inf", "nan"],
    )
    return layout(stages, sizes, margin={"l": 70, "r": 20, "t": 8, "b": 44})
