"""Lanes over the steps of a training, one x axis for all: the loss, the gradient, what became of it, the step taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradlab.figures.frame import axis, layout
from gradlab.figures.signed_log import SignedLog, signed_log

LANES = ("loss", "gradient", "given", "moved")
_DASHES = {
    "solid": "──",
    "dash": "╌╌",
    "dot": "····",
    "dashdot": "╌·╌",
    "longdash": "─ ─",
}  # and how a title shows them
_ROLES = {"loss": "curve", "gradient": "tangent", "given": "target", "moved": "triangle"}
_GAP = 0.08
_MOST_MARKED = 150


@dataclass(frozen=True)
class Run:
    """What the lanes show of a run: numbers `[N, C]` by lane (the loss has one column), and the steps skipped `[N]`.

    columns: the names of the C columns.
    """

    numbers: Mapping[str, np.ndarray]
    skipped: np.ndarray
    columns: tuple[str, ...]


def lane_axes(runs: Sequence[Run]) -> dict[str, SignedLog]:
    """The vertical axis of each lane, the same for all runs. What was given is drawn on the gradient's own."""
    axes = {lane: signed_log(np.concatenate([run.numbers[lane].ravel() for run in runs])) for lane in LANES}
    both = signed_log(np.concatenate([run.numbers[lane].ravel() for run in runs for lane in ("gradient", "given")]))
    return {**axes, "gradient": both, "given": both}


def plot_lanes(run: Run, beside: Run | None, axes: Mapping[str, SignedLog], words: Mapping[str, Any]) -> dict[str, Any]:
    """All lanes as a figure. beside: another run, drawn behind in grey.

    A trace's `meta` is the role of its colour. What was given is grey where it is the very gradient.
    """
    steps = max(len(each.skipped) for each in (run, beside) if each)
    data = []
    for number, lane in enumerate(LANES):
        if beside:
            data += _traces(beside, lane, axes[lane], number, role="ghost", width=1.5)
        data += _traces(run, lane, axes[lane], number, role=_ROLES[lane], width=2.5)
    data += _skipped(run, axes["moved"])
    height = (1 - _GAP * (len(LANES) - 1)) / len(LANES)
    drawn = {}
    for number, lane in enumerate(LANES):
        top = 1 - number * (height + _GAP)
        drawn[f"yaxis{number + 1 if number else ''}"] = _vertical(axes[lane], (top - height, top))
    xaxis = axis(words["axis"], range=[-0.5, steps - 0.5], anchor=f"y{len(LANES)}", showgrid=False)
    figure = layout(xaxis, drawn.pop("yaxis"), **drawn, annotations=_titles(run, words, height))
    return {"data": data, "layout": {**figure, "margin": {"l": 62, "r": 14, "t": 4, "b": 40}}}


def _traces(run: Run, lane: str, heights: SignedLog, number: int, *, role: str, width: float) -> list[dict[str, Any]]:
    traces = []
    values = run.numbers[lane]
    for column in range(values.shape[1]):
        line = {"width": width, "dash": _dash(column)}
        drawn = heights.heights(values[:, column])
        if lane == "given" and role != "ghost":
            same = values[:, column] == run.numbers["gradient"][:, column]
            traces.append(_trace(drawn, number, "ghost", line))
            traces.append(_trace(np.where(_beside(~same), drawn, np.nan), number, role, line))
        else:
            traces.append(_trace(drawn, number, role, line))
    return traces


def _beside(where: np.ndarray) -> np.ndarray:
    """These steps and the one before each, so that a single step that differs is a stroke, not a lost point."""
    before = np.zeros_like(where)
    before[:-1] = where[1:]
    return where | before


def _trace(heights: np.ndarray, number: int, role: str, line: Mapping[str, Any]) -> dict[str, Any]:
    points = [None if np.isnan(height) else round(float(height), 4) for height in heights]
    marked = {"mode": "lines+markers", "marker": {"size": 3}} if len(points) < _MOST_MARKED and role != "ghost" else {}
    trace = {"type": "scatter", "mode": "lines", "x0": 0, "dx": 1, "y": points, "line": line, "meta": role}
    return {**trace, **marked, "yaxis": f"y{number + 1 if number else ''}", "connectgaps": False}


def _skipped(run: Run, heights: SignedLog) -> list[dict[str, Any]]:
    """An × where no step was taken: the step is 0 there, and is no step."""
    steps = np.flatnonzero(run.skipped).tolist()
    if not steps:
        return []
    zero = float(heights.heights(np.zeros(1))[0])
    marker = {"symbol": "x", "size": 9}
    place = {"x": steps, "y": [zero] * len(steps), "yaxis": f"y{len(LANES)}"}
    return [{"type": "scatter", "mode": "markers", **place, "marker": marker, "meta": "tangent"}]


def _vertical(heights: SignedLog, domain: tuple[float, float]) -> dict[str, Any]:
    ticks = {"tickvals": list(heights.ticks), "ticktext": list(heights.labels)}
    return axis("", range=list(heights.range), domain=list(domain), anchor="x", **ticks)


def _dash(column: int) -> str:
    return tuple(_DASHES)[column % len(_DASHES)]


def _titles(run: Run, words: Mapping[str, Any], height: float) -> list[dict[str, Any]]:
    """What each lane is, over its left end; over the gradient which line is whose."""
    several = 1 < len(run.columns) <= len(_DASHES)
    named = [f"{_DASHES[_dash(column)]} {name}" for column, name in enumerate(run.columns)] if several else []
    texts = {lane: words[lane] for lane in LANES}
    texts["gradient"] = "    ".join([words["gradient"], *named])
    titles = []
    for number, lane in enumerate(LANES):
        place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1 - number * (height + _GAP)}
        anchors = {"xanchor": "left", "yanchor": "bottom", "xshift": 6, "showarrow": False}
        titles.append({"text": texts[lane], **place, **anchors, "meta": _ROLES[lane]})
    return titles
