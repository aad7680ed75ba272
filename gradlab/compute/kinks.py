"""Where the loss has a corner or a jump: found live, between a sweep's positions too, and never taken from a table."""

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.slopes import Evaluate, Slopes, exact_at, judge

MOST = 8  # corners that are looked for between positions, and shown
FOLLOWED = 16  # intervals that are divided at a time
PARTS = 64  # into how many each is divided
STANDS_OUT = 4.0  # how many times what is usual in its interval a part has to change, to hold a corner
LEAST = 1e-6  # the change, beside the slopes there, that is looked for
SAME = 32  # so many numbers of float64 apart, two corners are one that was found from both sides
CLOSE = 4  # numbers of float64 between the ends of an interval that needs no more dividing


def kinks(experiment: Experiment, *, tensor: str, element: int, judged: Slopes) -> list[float]:
    """The positions of one element at which the loss has no single slope, in order.

    judged: the judgement at its slider's positions.
    """
    return kinks_between(judged, exact_at(experiment, tensor, element))


def kinks_between(judged: Slopes, evaluate: Evaluate) -> list[float]:
    """The kinks of a function that is judged at some positions, and known at all others.

    Between two positions a corner is a change of slope, and a jump one of the function that the slopes do not explain,
    that does not shrink with the interval, however finely that is divided; what is left is judged as any other point.
    """
    found = judged.position[judged.kink].tolist()
    low, high = _suspected(*_with_neighbours(judged, evaluate))
    ready = []
    while len(low):
        low, high = _divided(low, high, evaluate)
        done = high - low <= CLOSE * np.spacing(np.maximum(0.125, np.maximum(np.abs(low), np.abs(high))))
        ready += list(zip(low[done], high[done], strict=True))
        low, high = low[~done], high[~done]
    found += _judged(ready, evaluate)
    return sorted({position + 0.0 for position in found})[:MOST]


def _with_neighbours(judged: Slopes, evaluate: Evaluate) -> tuple[np.ndarray, ...]:
    """The positions in order, with one close to either side of each kink, their losses and slopes, and the kinks.

    What lies between a kink and the next position is then an interval like any other: it may hold a kink of its own.
    """
    kink = judged.position[judged.kink]
    away = 2 * SAME * np.spacing(np.maximum(0.125, np.abs(kink)))
    beside = np.concatenate([kink - away, kink + away])
    loss, slope = evaluate(np.zeros(len(beside), int), beside) if len(beside) else (beside, beside)
    x = np.concatenate([judged.position, beside])
    known = np.concatenate([judged.kink, np.zeros(len(beside), bool)])
    order = np.argsort(x, kind="stable")
    columns = (x, np.concatenate([judged.loss, loss]), np.concatenate([judged.autograd, slope]), known)
    return tuple(column[order] for column in columns)


def _suspected(x: np.ndarray, loss: np.ndarray, slope: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The intervals, with no known corner at an end, that change otherwise than their neighbours let one expect."""
    change = _change(x, loss, slope)
    beside = np.minimum(np.roll(change, 1), np.roll(change, -1)) if len(change) > 2 else np.zeros_like(change)
    size = np.maximum(np.abs(slope[1:]), np.abs(slope[:-1]))
    possible = (change > LEAST * size) & (change > 1.1 * beside) & ~known[1:] & ~known[:-1] & (np.diff(x) > 0)
    return _largest(x[:-1], x[1:], np.where(possible, change - beside, -1.0))


def _divided(low: np.ndarray, high: np.ndarray, evaluate: Evaluate) -> tuple[np.ndarray, np.ndarray]:
    """Of each interval the parts that stand out from its others; none of one that bends evenly."""
    x = np.linspace(low, high, PARTS + 1, axis=1)
    loss, slope = (values.reshape(x.shape) for values in evaluate(np.zeros(x.size, int), x.ravel()))
    change = _change(x, loss, slope)
    size = np.maximum(np.abs(slope[:, 1:]), np.abs(slope[:, :-1]))
    usual = np.median(change, axis=1, keepdims=True)
    held = (change > STANDS_OUT * usual) & (change > LEAST * size) & (np.diff(x) > 0)
    return _largest(x[:, :-1], x[:, 1:], np.where(held, change, -1.0))


def _change(x: np.ndarray, loss: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """How much the slope changes along each interval, by autograd or by the loss; 0 where that is no number."""
    width = np.diff(x)
    with np.errstate(all="ignore"):
        unexplained = np.abs(np.diff(loss) - width * (slope[..., 1:] + slope[..., :-1]) / 2)
        rounding = 2.0**-48 * np.maximum(np.abs(loss[..., 1:]), np.abs(loss[..., :-1]))
        change = np.maximum(np.abs(np.diff(slope)), np.maximum(unexplained - rounding, 0.0) / width)
    return np.where(np.isfinite(change), change, 0.0)


def _largest(low: np.ndarray, high: np.ndarray, change: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of those that change most, so many as are followed; none below 0."""
    order = np.argsort(-change, axis=None, kind="stable")[:FOLLOWED]
    order = order[change.ravel()[order] >= 0]
    return low.ravel()[order], high.ravel()[order]


def _judged(intervals: list[tuple[float, float]], evaluate: Evaluate) -> list[float]:
    """A point of each interval that has no single slope, the one with the fewest digits."""
    offered = [_offered(float(low), float(high)) for low, high in intervals]
    points = np.array([point for choice in offered for point in choice])
    if not len(points):
        return []
    kink = dict(zip(points.tolist(), judge(points, evaluate).kink.tolist(), strict=True))
    chosen = [next((point for point in choice if kink[point]), None) for choice in offered]
    return _apart([point for point in chosen if point is not None])


def _offered(low: float, high: float) -> list[float]:
    """The points of an interval that may be its corner, those that are written shortest first."""
    middle = (low + high) / 2
    return sorted({low, high, middle, round(middle, 10)}, key=lambda point: (len(repr(point)), abs(point - middle)))


def _apart(points: list[float]) -> list[float]:
    """Without those that are the same corner, found from both sides."""
    kept: list[float] = []
    for point in sorted(points):
        if not kept or point - kept[-1] > SAME * np.spacing(max(abs(point), abs(kept[-1]))):
            kept.append(point)
    return kept
