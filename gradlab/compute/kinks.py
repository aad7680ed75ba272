"""Where the loss has a corner: found live, between a sweep's positions too, and never taken from a table."""

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.slopes import slopes
from gradlab.compute.sweep import Sweep, sweep

MOST = 8  # corners that are looked for between positions, and shown
PARTS = 32  # into how many an interval is divided at a time
KEPT = 0.75  # the share of its jump that a corner keeps in two of the parts; a bend leaves about 2 / PARTS
CLOSE = 1e-11


def kinks(experiment: Experiment, swept: Sweep, at_position: np.ndarray) -> list[float]:
    """The positions of one element at which the loss has no single slope, in order.

    swept: a float64 sweep of that element over its slider's positions. at_position `[N]`: at which of them there is
    a kink (`Slopes.kink`). Between two positions a kink is a jump of the gradient that stays as large however finely
    the interval is divided, with different slopes measured on its two sides.
    """
    order = np.argsort(swept.positions, kind="stable")
    x, g, known = swept.positions[order], swept.gradients[swept.tensor][order], at_position[order]
    g = g.reshape(len(x), -1)[:, swept.element]
    low, high = _largest_jumps(x, g, known)
    while len(low) and np.max(high - low) > CLOSE:
        low, high = _narrowed(experiment, swept, low, high)
    between = np.round((low + high) / 2, 10)
    found = set(x[known].tolist())
    if len(between):
        measured = slopes(experiment, tensor=swept.tensor, element=swept.element, positions=between)
        found |= set((between[measured.kink] + 0.0).tolist())
    return sorted(found)[:MOST]


def _largest_jumps(x: np.ndarray, g: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the intervals, with no known kink at an end, across which the gradient changes most."""
    with np.errstate(invalid="ignore"):
        jump = np.abs(np.diff(g))
    scale = np.maximum(1.0, np.maximum(np.abs(g[1:]), np.abs(g[:-1])))
    possible = np.isfinite(jump) & (jump > 1e-6 * scale) & ~known[1:] & ~known[:-1] & (np.diff(x) > 0)
    chosen = np.flatnonzero(possible)
    chosen = chosen[np.argsort(-jump[chosen], kind="stable")[:MOST]]
    return x[chosen], x[chosen + 1]


def _narrowed(experiment: Experiment, swept: Sweep, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each interval the two neighbouring parts that hold its jump; nothing of those without one.

    Two, because at a corner itself PyTorch may return a slope between both sides.
    """
    x = np.linspace(low, high, PARTS + 1, axis=1)
    parts = sweep(experiment, tensor=swept.tensor, element=swept.element, positions=x.ravel())
    g = parts.gradients[swept.tensor].reshape(x.size, -1)[:, swept.element].reshape(x.shape)
    with np.errstate(invalid="ignore"):
        jump = np.abs(g[:, 2:] - g[:, :-2])
        part = np.nan_to_num(jump).argmax(1)
        rows = np.arange(len(x))
        stays = np.isfinite(jump).all(1) & (jump[rows, part] >= KEPT * np.abs(g[:, -1] - g[:, 0]))
    rows, part = rows[stays], part[stays]
    return x[rows, part], x[rows, part + 2]
