"""A curve as it is drawn: finer where it is no straight line between two positions, with a gap at a jump."""

from collections.abc import Sequence

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.sweep import Sweep, batched_sweep

ROUNDS = 3
PARTS = 8  # into which an interval is divided in each of them
MOST = 12  # intervals that are divided in a round, those that bend most
UNSEEN = 150  # a bend of the picture's height over this is none

# Points of a curve in order: position, loss and slope, `[3, N]`.
Points = np.ndarray


def between(
    experiment: Experiment, swept: Sweep, *, seen: tuple[float, float], kinks: Sequence[float] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Further points of the curve: their positions and losses `[M]`, in order. At a jump the loss is NaN.

    They lie where tangent and chord are seen apart, as near a corner, a pole or the end of the domain.
    swept: the curve at its positions, in order. seen: the losses at the lower and the upper edge of the picture.
    kinks: where it has no single slope.
    """
    known = np.stack([swept.positions, swept.losses, swept.slopes])
    starts, ends, found = known[:, :-1], known[:, 1:], [known]
    for _ in range(ROUNDS):
        divided = _bent(starts, ends, seen)
        if not len(divided):
            break
        inner = np.linspace(starts[0, divided], ends[0, divided], PARTS + 1)[1:-1]
        finer = batched_sweep(experiment, tensor=swept.tensor, element=swept.element, positions=inner.ravel())
        made = np.stack([finer.positions, finer.losses, finer.slopes]).reshape(3, *inner.shape)
        found.append(made.reshape(3, -1))
        all_of_it = np.concatenate([starts[:, None, divided], made, ends[:, None, divided]], axis=1)
        starts, ends = all_of_it[:, :-1].reshape(3, -1), all_of_it[:, 1:].reshape(3, -1)
    return _in_order(found, seen, kinks) if len(found) > 1 else (np.empty(0), np.empty(0))


def _bent(starts: Points, ends: Points, seen: tuple[float, float]) -> np.ndarray:
    """The intervals that bend most, if it is seen: the losses are apart by another amount than the tangents say."""
    with np.errstate(all="ignore"):
        width, rise = ends[0] - starts[0], ends[1] - starts[1]
        bend = np.fmin(np.abs(rise - width * starts[2]), np.abs(rise - width * ends[2]))  # a corner has none of its own
        bend = np.where(np.isnan(bend), np.inf, bend)
        nothing = ~np.isfinite(starts[1]) & ~np.isfinite(ends[1])
        outside = (np.minimum(starts[1], ends[1]) > seen[1]) | (np.maximum(starts[1], ends[1]) < seen[0])
    bend[nothing | outside | (width <= 0)] = 0.0
    bent = np.flatnonzero(bend > (seen[1] - seen[0]) / UNSEEN)
    return bent[np.argsort(-bend[bent], kind="stable")[:MOST]]


def _in_order(found: list[Points], seen: tuple[float, float], kinks: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """The new points among the known ones, which are left out again, with NaN where the curve jumps between two."""
    points = np.concatenate(found, axis=1)
    order = np.argsort(points[0], kind="stable")
    x, y, slope = points[:, order]
    new = (order >= found[0].shape[1]) & np.isfinite(y)
    jumps = _jumps(x, y, slope, seen, np.setdiff1d(kinks, found[0][0]))
    where = np.concatenate([x[new], (x[jumps] + x[jumps + 1]) / 2])
    losses = np.concatenate([y[new], np.full(len(jumps), np.nan)])
    order = np.argsort(where, kind="stable")
    return where[order], losses[order]


def _jumps(x: np.ndarray, y: np.ndarray, slope: np.ndarray, seen: tuple[float, float], kinks: np.ndarray) -> np.ndarray:
    """Between which points it jumps: against both slopes as at a pole, or at a kink by far more than they say."""
    with np.errstate(all="ignore"):
        width, rise = np.diff(x), np.diff(y)
        steepest = np.maximum(np.abs(slope[1:]), np.abs(slope[:-1]))
        kinked = np.searchsorted(kinks, x[1:], side="right") > np.searchsorted(kinks, x[:-1], side="left")
        far = kinked & (np.abs(rise) > 4 * width * steepest)
        against = (rise * slope[1:] < 0) & (rise * slope[:-1] < 0)
        return np.flatnonzero((far | against) & (np.abs(rise) > (seen[1] - seen[0]) / UNSEEN))
