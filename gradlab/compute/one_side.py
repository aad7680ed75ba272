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


@dataclass(frozen=True)
class Side:
    """One side of S points.

    slope `[S]`: the slope there, infinite where the function jumps or climbs without end, NaN where nobody can tell.
    error: how far off it may be; 0 where autograd gave it and the quotients agree. jump: whether the function jumps.
    there: whether the function goes on at this side. limit: where autograd's own slopes go; NaN where they go nowhere.
    """

    slope: np.ndarray
    error: np.ndarray
    jump: np.ndarray
    there: np.ndarray
    limit: np.ndarray


def widths(position: np.ndarray) -> np.ndarray:
    """The widths at each point, `[S, WIDTHS]`: powers of two, which are exact."""
    largest = np.floor(np.log2(np.maximum(1.0, np.abs(position)))) - 3
    return np.exp2(largest[:, None] - np.arange(WIDTHS))


def one_side(width: np.ndarray, here: np.ndarray, loss: np.ndarray, slope: np.ndarray, scale: np.ndarray) -> Side:
    """Judge one side. width `[S, WIDTHS]`: the signed distances from the point, 0 where they are too small for it.

    here `[S]`, loss and slope `[S, WIDTHS]`: the loss at the point and at these distances, and autograd's slope there.
    scale `[S]`: the size of slopes nearby.
    """
    with np.errstate(all="ignore"):
        finest = (width != 0).sum(1) - 1
        at = _reader(finest)
        quotient = (loss - here[:, None]) / width
        noise = 8 * EPSILON * np.maximum(np.abs(loss), np.abs(here[:, None])) / np.abs(width)
        better, noise = 2 * quotient[:, 1:] - quotient[:, :-1], 3 * noise[:, 1:]
        limit, settled = _limit(slope, at, scale)
        agreed = settled & in_a_row(agrees(better, noise, limit, scale), ALONG).any(1)
        there = np.isfinite(at(loss, 0)) & np.isfinite(at(loss, 3))
        jump = there & _jumps(here, loss, at)
        endless = there & _climbs(quotient, at)
        measured, error = plateau(better, noise, scale)
        found = np.where(agreed, limit, measured)
        found = np.where(jump | (endless & ~agreed), np.copysign(np.inf, at(quotient, 0)), found)
    found = np.where(there, found, np.nan)
    return Side(found, np.where(agreed, 0.0, error), jump, there, np.where(settled, limit, np.nan))


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
    return limit, (np.abs(near - limit) <= 1e-6 * np.maximum(np.abs(limit), 0.01 * scale)).all(0)


def _jumps(here: np.ndarray, loss: np.ndarray, at: Reader) -> np.ndarray:
    """Whether the loss keeps its distance from that at the point, however near: more than rounding would explain."""
    size = np.maximum(np.abs(here), np.where(np.isfinite(loss[:, 0]), np.abs(loss[:, 0]), 0.0))
    height = at(loss, 0) - here
    return (np.abs(height) > 1e-5 * size) & (np.abs(at(loss, 8) - here - height) <= 0.2 * np.abs(height))


def _climbs(quotient: np.ndarray, at: Reader) -> np.ndarray:
    """Whether the quotients grow with every width, to the smallest; by less than a step of the loss would make them."""
    last = np.abs(np.stack([at(quotient, before) for before in range(LAST)]))
    growth = last[:-1] / last[1:]
    return ((growth >= 1.03) & (growth <= 1.95)).all(0)
