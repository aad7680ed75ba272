"""The second picture of gradient to step: the loss scale, the skipped steps and the weight over many steps."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

from gradlab.figures.frame import axis, layout
from gradlab.figures.palette import PALETTE

_SCALE_DOMAIN, _WEIGHT_DOMAIN = (0.56, 1.0), (0.0, 0.46)


def plot_history(
    scales: np.ndarray, skipped: np.ndarray, weights: np.ndarray, words: Mapping[str, str], *, scaled: bool
) -> dict[str, Any]:
    """Draw S `[steps]` over the weight `[steps + 1, elements]`, a cross where the step was skipped `[steps]`.

    scaled: whether there is a scaler; without one there is only the weight. words: `scale`, `weight` and `step`, for
    the axes.
    """
    traces = [*(_of_scale(scales, skipped) if scaled else []), *_of_weight(weights, skipped)]
    figure = [{"type": "scatter", **trace} for trace in traces]
    return {"data": figure, "layout": _layout(scales, words, scaled=scaled)}


def _of_scale(scales: np.ndarray, skipped: np.ndarray) -> list[dict]:
    steps = np.arange(1, len(scales) + 1)
    powers = np.log2(scales)
    line = {"color": PALETTE["light"]["curve"], "width": 3, "shape": "hvh"}
    marks = {**_crosses(), "x": steps[skipped].tolist(), "y": powers[skipped].tolist(), "yaxis": "y2"}
    return [
        {"x": steps.tolist(), "y": powers.tolist(), "yaxis": "y2", "mode": "lines", "line": line, "meta": "curve"},
        marks,
    ]


def _of_weight(weights: np.ndarray, skipped: np.ndarray) -> list[dict]:
    drawn = [[weight if isfinite(weight) else None for weight in element] for element in weights.T.tolist()]
    lines = [
        {
            "x": list(range(len(weights))),
            "y": element,
            "mode": "lines+markers",
            "line": {"color": PALETTE["light"]["curve"], "width": 2, "dash": "dot" if index % 2 else "solid"},
            "marker": {"color": PALETTE["light"]["curve"], "size": 5},
            "meta": "curve",
        }
        for index, element in enumerate(drawn)
    ]
    after = (np.flatnonzero(skipped) + 1).tolist()
    return [*lines, {**_crosses(), "x": after, "y": [drawn[0][step] for step in after]}]


def _crosses() -> dict:
    marker = {"symbol": "x", "size": 10, "color": PALETTE["light"]["tangent"]}
    return {"mode": "markers", "marker": marker, "meta": "tangent"}


def _layout(scales: np.ndarray, words: Mapping[str, str], *, scaled: bool) -> dict:
    steps = axis(words["step"], range=[-0.5, len(scales) + 0.5])
    weight = axis(words["weight"], nticks=5)
    if not scaled:
        return layout(steps, weight)
    weight["domain"] = _WEIGHT_DOMAIN
    return layout(steps, weight, yaxis2=_scale_axis(scales, words["scale"]))


def _scale_axis(scales: np.ndarray, title: str) -> dict:
    """The axis of S in powers of two, over that of the weight."""
    powers = np.log2(scales) if len(scales) else np.zeros(1)
    low, high = float(powers.min()) - 1, float(powers.max()) + 1
    every = max(1, round((high - low) / 4))
    ticks = list(range(int(np.ceil(low)), int(high) + 1, every))
    named = [f"2<sup>{power}</sup>".replace("-", "−") for power in ticks]
    place = {"domain": _SCALE_DOMAIN, "anchor": "x", "range": [low, high]}
    return axis(title, tickvals=ticks, ticktext=named, **place)
