"""What a function does on one side of a point, judged from ever smaller widths: its slope there, a jump, or no end."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Reader = Callable[[np.ndarray, int], np.ndarray]

EPSILON = 2.0**-52
WIDTHS = 72  # each half of the one before it, from an eighth of the point's own size on
ALONG = 3  # so many widths in a row have to agree: one that happens to is not enough
FLAT = 5
LAST = 12
NEAREST = 8  # so many of the finest widths are but a few numbers of float64
COARSE = 13  # to 2^-15, as close as the slopes that say their size
HUGE = 1e150  # of a loss beyond that, an infinity may be nothing but the end of float64


@dataclass(frozen=True)
class Side:
    """One side of S points.

    slope `[S]`: the slope there, infinite where the function jumps or climbs without end, NaN where nobody can tell.
    error: how far off it may be; 0 where autograd gave it and the quotients agree. jump: whether the function jumps.
    there: whether the function goes on at this side. limit: where autograd's own slopes go; NaN where they go nowhere.
    scale: the size of slopes here, beside which others count as none.
    """

    slope: np.ndarray
    error: np.ndarray
    jump: np.ndarray
    there: np.ndarray
    limit: np.ndarray
    scale: np.ndarray


def widths(position: np.ndarray) -> np.ndarray:
    """The widths at each point, `[S, WIDTHS]`: powers of two, which are exact."""
    largest = np.floor(np.log2(np.maximum(1.0, np.abs(position)))) - 3
    return np.exp2(largest[:, None] - np.arange(WIDTHS))


def one_side(width: np.ndarray, here: np.ndarray, loss: np.ndarray, slope: np.ndarray, scale: np.ndarray) -> Side:
    """Judge one side. width `[S, WIDTHS]`: the signed distances from the point, 0 where they are too small for it.

    here `[S]`, loss and slope `[S, WIDTHS]`: the loss at the point and at these distances, and autograd's slope there.
    scale `[S]`: the size of slopes nearby, beside a pole far more than what the loss itself does here.
    """
    with np.errstate(all="ignore"):
        finest = (width != 0).sum(1) - 1
        at = _reader(finest)
        quotient = (loss - here[:, None]) / width
        noise = 8 * EPSILON * np.maximum(np.abs(loss), np.abs(here[:, None])) / np.abs(width)
        scale = np.minimum(scale, _largest(quotient) + 1e-6 * np.abs(here) + np.finfo(float).tiny)
        last_sure = _last_sure(quotient, noise, finest)
        endless = _climbs(quotient, at) | (_climbs(quotient, _reader(last_sure)) & _climbs(slope, at))
        better, noise = 2 * quotient[:, 1:] - quotient[:, :-1], 3 * noise[:, 1:]
        limit, settled = _limit(slope, at, scale)
        agreed = settled & in_a_row(agrees(better, noise, limit, scale), ALONG).any(1)
        ends = [at(loss, 0), at(loss, 3)]
        there = np.isfinite(ends).all(0) | (np.isinf(ends).all(0) & (np.abs(here) < HUGE))
        jump = there & (_jumps(here, loss, at) | _runs_off(here, loss, at))
        measured, error = plateau(better, noise, scale)
        doubtful = _contradicted(measured, better, noise, scale, finest) | _climbs(slope, at)
        measured = np.where(doubtful, np.nan, measured)
        found = np.where(agreed, limit, measured)
        found = np.where(jump | (endless & ~agreed), np.copysign(np.inf, _reader(last_sure)(quotient, 0)), found)
    found = np.where(there, found, np.nan)
    return Side(found, np.where(agreed, 0.0, error), jump, there, np.where(settled, limit, np.nan), scale)


def _largest(quotient: np.ndarray) -> np.ndarray:
    """Several times the largest of the quotients that are not close: no slope of a smooth loss nearby is larger."""
    coarse = quotient[:, :COARSE]
    return 8 * np.where(np.isfinite(coarse), np.abs(coarse), 0.0).max(1)


def agrees(quotient: np.ndarray, noise: np.ndarray, slope: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Which of the quotients `[S, W]` are this slope, as far as they can be trusted."""
    size = np.maximum(np.abs(slope), 0.01 * scale)[:, None]
    trusted = noise <= 1e-3 * np.maximum(np.abs(slope), scale)[:, None]
    return trusted & (np.abs(quotient - slope[:, None]) <= 1e-5 * size + noise)


def plateau(quotient: np.ndarray, noise: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The value at which the quotients stand still first as the width shrinks, and its error; NaN where they do not."""
    with np.errstate(all="ignore"):
        change = np.abs(np.diff(quotient, axis=1))
        size = np.maximum(np.abs(quotient[:, 1:]), scale[:, None])
        still = (change <= 1e-4 * size) & (noise[:, 1:] <= 1e-3 * size)
        first = in_a_row(still, FLAT)
        belongs = still & (_runs(still) == _runs(still)[np.arange(len(still)), first.argmax(1)][:, None])
        error = np.where(belongs, change + noise[:, 1:], np.inf)
    best, rows = error.argmin(1), np.arange(len(quotient))
    found = first.any(1)
    return np.where(found, quotient[rows, best + 1], np.nan), np.where(found, 2 * error[rows, best], np.inf)


def _contradicted(
    slope: np.ndarray, quotient: np.ndarray, noise: np.ndarray, scale: np.ndarray, finest: np.ndarray
) -> np.ndarray:
    """Whether quotients that are finer, and no rounding hides, are another slope than the one at which they stood."""
    size = np.maximum(np.abs(slope), 0.01 * scale)[:, None]
    trusted = (noise <= 0.01 * size) & (np.arange(1, WIDTHS) <= finest[:, None] - NEAREST)
    off = np.abs(quotient - slope[:, None]) > 0.05 * size
    last = np.where(trusted & ~off, np.arange(1, WIDTHS), 0).max(1)
    return ((trusted & off) & (np.arange(1, WIDTHS) > last[:, None])).sum(1) >= ALONG


def in_a_row(true: np.ndarray, count: int) -> np.ndarray:
    """Where so many neighbours along the last axis begin that all are true."""
    return np.lib.stride_tricks.sliding_window_view(true, count, axis=1).all(2)


def _runs(true: np.ndarray) -> np.ndarray:
    """The number of the run of equal neighbours that each belongs to."""
    return np.cumsum(true != np.roll(true, 1, axis=1), axis=1)


def _reader(finest: np.ndarray) -> Reader:
    """A function that reads each row at its finest width, or so many before it."""
    rows = np.arange(len(finest))
    return lambda values, before: values[rows, np.maximum(finest - before, 0)]


def _limit(slope: np.ndarray, at: Reader, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where autograd's slopes go as they come nearer to the point, and whether they do go there."""
    limit = 2 * at(slope, 0) - at(slope, 1)
    near = np.stack([at(slope, before) for before in range(4)])
    close = np.abs(near - limit) <= 1e-6 * np.maximum(np.abs(limit), 0.01 * scale)
    return limit, close.all(0) & np.isfinite(limit)


def _jumps(here: np.ndarray, loss: np.ndarray, at: Reader) -> np.ndarray:
    """Whether the loss keeps its distance from that at the point, however near: more than rounding would explain."""
    size = np.maximum(np.abs(here), np.where(np.isfinite(loss[:, 0]), np.abs(loss[:, 0]), 0.0))
    heights = np.stack([at(loss, before) - here for before in range(NEAREST + 1)])
    kept = np.abs(heights - heights[0]) <= 0.2 * np.abs(heights[0])
    return (np.abs(heights[0]) > 1e-5 * size) & kept.all(0)


def _runs_off(here: np.ndarray, loss: np.ndarray, at: Reader) -> np.ndarray:
    """Whether the loss goes away from that at the point the nearer it comes, or is infinite beside it.

    One that is continuous comes closer. At a pole the other side may well have a slope.
    """
    size = np.maximum(np.abs(here), np.where(np.isfinite(loss[:, 0]), np.abs(loss[:, 0]), 0.0))
    heights = np.stack([at(loss, before) - here for before in range(LAST)])
    away = (np.abs(heights[:-1]) > np.abs(heights[1:])) & (np.sign(heights[:-1]) == np.sign(heights[1:]))
    return np.isinf(heights[:4]).all(0) | (away.all(0) & (np.abs(heights[0]) > 1e-5 * size))


def _last_sure(quotient: np.ndarray, noise: np.ndarray, finest: np.ndarray) -> np.ndarray:
    """The finest width at which rounding does not hide how the quotients change; the finest of all if there is none."""
    sure = (noise[:, 1:] <= 0.005 * np.abs(np.diff(quotient, axis=1))) & (np.arange(1, WIDTHS) <= finest[:, None])
    last = np.where(sure, np.arange(1, WIDTHS), 0).max(1)
    return np.where(last >= LAST, last, finest)


def _climbs(slopes: np.ndarray, at: Reader) -> np.ndarray:
    """Whether slopes grow with every width, each time by no less than the time before, as a logarithm or a root does.

    By less than twice as much, too: so would the quotients of a step of the loss.
    """
    growth = np.diff(np.abs(np.stack([at(slopes, before) for before in reversed(range(LAST))])), axis=0)
    more = growth[1:] / growth[:-1]
    return (growth > 0).all(0) & ((more >= 0.98) & (more <= 1.95)).all(0)
