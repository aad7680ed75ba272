"""What a training does, in pictures that hold still: its data, the loss it walks over, its values, its gradient.

What moves from step to step is drawn over them in the browser.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gradlab.figures.axes import fitted_range, round_levels
from gradlab.figures.frame import axis, layout
from gradlab.figures.palette import PALETTE

_MARGIN = {"l": 46, "r": 14, "t": 10, "b": 38}
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def plot_points(x: np.ndarray, y: np.ndarray, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Data points `[S]`, for a line or a curve to be fitted to."""
    points = {"type": "scatter", "mode": "markers", "x": x.tolist(), "y": y.tolist(), "meta": "target"}
    return _figure(
        [{**points, "marker": {"size": 8}}],
        axis(x_title, range=_padded(x)),
        axis(y_title, range=_padded(y, 0.25)),
    )


def plot_classes(inputs: np.ndarray, targets: np.ndarray, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Points `[S, 2]` of the classes 0 and 1: circles and diamonds, so that colour is not all that tells them apart."""
    data = []
    for label, symbol, role in ((0, "circle", "curve"), (1, "diamond", "tangent")):
        chosen = inputs[targets == label]
        marker = {"size": 6, "symbol": symbol, "line": {"width": 1}}
        place = {"x": chosen[:, 0].tolist(), "y": chosen[:, 1].tolist()}
        data.append({"type": "scatter", "mode": "markers", **place, "marker": marker, "meta": role})
    x, y = (_padded(inputs[:, column]) for column in (0, 1))
    return _figure(data, axis(x_title, range=x, showgrid=False), axis(y_title, range=y, showgrid=False))


def plot_loss_curve(x: np.ndarray, losses: np.ndarray, *, shown: np.ndarray, x_title: str, y_title: str) -> dict:
    """The loss `[N]` of one element."""
    line = {"type": "scatter", "mode": "lines", "x": x.tolist(), "y": _finite(losses), "line": {"width": 3}}
    low, high = fitted_range(losses, shown[:1])
    return _figure([{**line, "meta": "curve"}], axis(x_title, range=[x[0], x[-1]]), axis(y_title, range=[low, high]))


def plot_loss_map(x: np.ndarray, y: np.ndarray, losses: np.ndarray, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Lines of equal loss `[M, N]` over two elements."""
    colour = PALETTE["light"]
    low, high = fitted_range(losses.ravel(), losses[np.isfinite(losses)].min(initial=0.0))
    start, end, size = round_levels(low, high)
    contours = {"start": start, "end": end, "size": size, "showlabels": True, "labelfont": {"size": 11}}
    rows = [_finite(row) for row in losses]
    trace = {"type": "contour", "x": x.tolist(), "y": y.tolist(), "z": rows, "zmin": low, "zmax": high}
    colours = {"colorscale": [[0, colour["low"]], [1, colour["high"]]], "showscale": False, "meta": "map"}
    drawn = {**trace, **colours, "autocontour": False, "contours": contours, "line": {"width": 1}}
    bare = {"showgrid": False, "ticks": "outside"}
    return _figure([drawn], axis(x_title, range=[x[0], x[-1]], **bare), axis(y_title, range=[y[0], y[-1]], **bare))


def plot_values(values: np.ndarray, *, x_title: str, y_title: str) -> dict[str, Any]:
    """Every trained element over the steps `[steps + 1, C]`, where they are too many for a map."""
    data = []
    for column in range(values.shape[1]):
        line = {"width": 2, "dash": _DASHES[column % len(_DASHES)]}
        data.append(
            {"type": "scatter", "mode": "lines", "x0": 0, "dx": 1, "y": _finite(values[:, column]), "line": line}
            | {"meta": "curve"}
        )
    low, high = fitted_range(values, values[0])
    return _figure(data, axis(x_title, range=[-0.5, len(values) - 0.5]), axis(y_title, range=[low, high]))


def plot_histogram(exponents: np.ndarray, most: int, *, x_title: str, y_title: str) -> dict[str, Any]:
    """The empty axes of a histogram over powers of ten: its bars differ from step to step."""
    powers = list(range(int(exponents[0]) + 4, int(exponents[-1]) + 1, 4))
    labels = [f"10<sup>{power}</sup>".replace("-", "−") for power in powers]
    low, high = float(exponents[0]) - 1.6, float(exponents[-1])
    xaxis = axis(x_title, range=[low, high], tickvals=[low + 0.8, *powers], ticktext=["0", *labels], showgrid=False)
    return _figure([], xaxis, axis(y_title, range=[0, max(1, most) * 1.08], nticks=4))


def _figure(data: Sequence[Mapping[str, Any]], xaxis: dict[str, Any], yaxis: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(data), "layout": layout(xaxis, yaxis, margin=_MARGIN)}


def _padded(values: np.ndarray, share: float = 0.15) -> list[float]:
    low, high = float(values.min()), float(values.max())
    margin = share * (high - low) or 1.0
    return [low - margin, high + margin]


def _finite(values: np.ndarray) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
