"""The one judge of slopes: whether what autograd returns is the slope of the loss, always in float64."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from math import ceil, inf, isfinite, log10, nan

import numpy as np

from gradlab.compute.batch import checked_positions, column_of, flat_index, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array
from gradlab.compute.losses import LOSSES
from gradlab.compute.one_side import ALONG, EPSILON, Side, agrees, in_a_row, one_side, plateau, widths
from gradlab.compute.sweep import Sweep, batched_sweep

STEP = 2.0**-14
# From each position to those whose losses are compared first: the position itself is the third.
SHIFTS = np.array([-STEP, -STEP / 2, 0.0, STEP / 2, STEP])
HIDDEN = 2.0**-36  # a slope that changes a number of size 1 by little more than rounding does, at every width

# The loss `[N]` and autograd's slope `[N]` where the moved element of these rows has these values.
Evaluate = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class Verdict(IntEnum):
    """What is to be said of autograd's number at a point."""

    SLOPE = 0  # it is the slope
    NOT_THE_SLOPE = 1  # the loss has a slope, and it is another
    CORNER = 2  # there is no single slope: two sides
    JUMP = 3  # there is none: the loss jumps
    VERTICAL = 4  # there is none: the loss climbs without end
    PRECISION = 5  # it would be, but for the rounding of the experiment's dtype
    UNKNOWN = 6  # no difference quotient can tell
    NO_LOSS = 7  # the loss is not finite


@dataclass(frozen=True)
class Slopes:
    """The judgement at each of N positions of one element, each `[N]`, float64; no digit that is not known.

    verdict: a `Verdict`. slope: the slope of the loss where it has one. autograd: what autograd returns in float64.
    central: the difference quotient as exactly as it can be had, error: how far off it may be.
    left, right: the slope on either side; infinite at a jump and where the loss climbs without end.
    loss: in float64.
    """

    position: np.ndarray
    verdict: np.ndarray
    slope: np.ndarray
    autograd: np.ndarray
    central: np.ndarray
    error: np.ndarray
    left: np.ndarray
    right: np.ndarray
    loss: np.ndarray

    @property
    def kink(self) -> np.ndarray:
        """Where there is no single slope."""
        return (self.verdict >= Verdict.CORNER) & (self.verdict <= Verdict.VERTICAL)


def slopes(
    experiment: Experiment,
    *,
    tensor: str,
    element: int | tuple[int, ...],
    positions: Sequence[float],
    shown: Sweep | None = None,
) -> Slopes:
    """Judge autograd's slope at every position, by difference quotients with ever smaller widths.

    A quotient knows its own error: what halving the width still changes, and what rounding takes over. Beside it stand
    autograd's own slopes on either side, which no rounding spoils.
    shown: the sweep in the experiment's dtype that is on screen; with it a verdict may be that the precision made it.
    Source: Richardson's extrapolation as in William H. Press and others, Numerical Recipes, 3rd edition, section 5.7.
    """
    evaluate = exact_at(experiment, tensor, flat_index(experiment, tensor, element))
    found = judge(checked_positions(positions), evaluate)
    return found if shown is None else with_precision(found, shown, experiment.dtype)


def exact_at(experiment: Experiment, tensor: str, index: int) -> Evaluate:
    """The loss and autograd's slope in float64 where one element has other values."""
    argument = LOSSES[experiment.loss].tensor(tensor)
    exact = replace(experiment, dtype="float64", requires_grad=tensor if argument.differentiable else None)

    def evaluate(rows: np.ndarray, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG001
        """The loss and autograd's slope, where there is one."""
        if argument.differentiable:
            swept = batched_sweep(exact, tensor=tensor, element=index, positions=position)
            return swept.losses, swept.slopes
        moved = column_of(exact, resolve(exact.device), position)
        return as_array(losses_at(exact, {(tensor, index): moved})), np.full(len(position), np.nan)

    return evaluate


def judge(position: np.ndarray, evaluate: Evaluate) -> Slopes:
    """Screen all N points with two widths, and look closer at those where the quotients do not agree with autograd."""
    rows = np.arange(len(position))
    around = SHIFTS[:, None] + position
    loss, slope = (values.reshape(around.shape) for values in evaluate(np.tile(rows, len(SHIFTS)), around.ravel()))
    scale = _slopes_nearby(loss, slope)
    found, clear = _screened(position, loss, slope[2], scale.max(0))
    closer = np.flatnonzero(~clear & np.isfinite(loss[2]))
    if len(closer):
        close = _refined(position[closer], loss[2][closer], slope[2][closer], scale[:, closer], closer, evaluate)
        for field, values in vars(close).items():
            getattr(found, field)[closer] = values
    return found


def _slopes_nearby(loss: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """The size of slopes on either side `[2, N]`, at least a millionth of the loss: beside it others count as none."""
    with np.errstate(all="ignore"):
        between = np.abs(np.diff(loss, axis=0)) / (STEP / 2)
    sizes = np.where(
        np.isfinite(slope), np.abs(slope), np.concatenate([between[:2], np.zeros_like(loss[:1]), between[2:]])
    )
    sizes = np.where(np.isfinite(sizes), sizes, 0.0)
    losses = 1e-6 * np.where(np.isfinite(loss), np.abs(loss), 0.0)
    both = np.maximum(sizes, losses) + np.finfo(float).tiny
    return np.stack([both[:3].max(0), both[2:].max(0)])


def _screened(
    position: np.ndarray, loss: np.ndarray, slope: np.ndarray, scale: np.ndarray
) -> tuple[Slopes, np.ndarray]:
    """The judgement where both sides clearly have autograd's slope, and where that is."""
    far_left, left, here, right, far_right = loss
    with np.errstate(all="ignore"):
        noise = 64 * EPSILON * np.abs(loss).max(0) / STEP
        sides = [2 * (right - here) / (STEP / 2) - (far_right - here) / STEP]
        sides += [2 * (here - left) / (STEP / 2) - (here - far_left) / STEP]
        near, far = (right - left) / STEP, (far_right - far_left) / (2 * STEP)
        tolerance = 1e-6 * np.abs(slope) + 1e-7 * scale + noise
        clear = noise <= 0.01 * np.maximum(np.abs(slope), scale)
        for side in sides:
            clear &= np.abs(side - slope) <= tolerance
        central, error = (4 * near - far) / 3, np.abs(near - far) / 3 + noise
    verdict = np.where(clear, Verdict.SLOPE, Verdict.NO_LOSS)
    known = np.where(clear, slope, np.nan)
    central = np.where(clear, to_known_digits(central, error), np.nan)
    return Slopes(
        position, verdict, known, slope.copy(), central, error, known.copy(), known.copy(), here.copy()
    ), clear


def _refined(
    position: np.ndarray, here: np.ndarray, slope: np.ndarray, scale: np.ndarray, rows: np.ndarray, evaluate: Evaluate
) -> Slopes:
    """The judgement of S points from all widths, on both sides."""
    width = widths(position)
    x = np.stack([position[:, None] - width, position[:, None] + width])
    large_enough = width >= 4 * np.spacing(np.abs(position))[:, None]
    distance = np.where(large_enough, x - position[:, None], 0.0)
    which = np.broadcast_to(rows[:, None], x.shape).ravel()
    loss, slopes_there = (values.reshape(x.shape) for values in evaluate(which, x.ravel()))
    left, right = (one_side(distance[i], here, loss[i], slopes_there[i], scale[i]) for i in (0, 1))
    across = _across(distance[1], here, loss, slope, np.maximum(left.scale, right.scale), (left, right))
    one, tolerance, verdict = _together(left, right)
    with np.errstate(invalid="ignore"):
        same = np.abs(slope - one) <= tolerance
        smooth = (np.abs(left.limit - right.limit) <= tolerance) & (np.abs(left.limit - slope) <= tolerance)
        hidden = (slope != 0) & (np.abs(slope - one) <= HIDDEN * np.maximum(1.0, np.abs(position)))
        other = np.abs(slope - one) > 0.5 * np.maximum(np.abs(slope), np.abs(one))
    verdict = np.where(np.isfinite(one), np.where(same, Verdict.SLOPE, Verdict.NOT_THE_SLOPE), verdict)
    verdict = np.where((verdict == Verdict.UNKNOWN) & across.confirmed, Verdict.SLOPE, verdict)
    accused = (verdict == Verdict.NOT_THE_SLOPE) | (verdict == Verdict.CORNER)
    doubtful = (smooth & across.near) | ((verdict == Verdict.NOT_THE_SLOPE) & (hidden | (other & across.surely_near)))
    verdict = np.where(accused & doubtful, Verdict.UNKNOWN, verdict)
    known = _rounded(np.where(verdict == Verdict.UNKNOWN, np.nan, one), _apart(left, right))
    known = np.where(verdict == Verdict.SLOPE, slope, known)
    sides = [_rounded(side.slope, side.error) for side in (left, right)]
    return Slopes(
        position, verdict, known, slope, to_known_digits(across.quotient, across.error), across.error, *sides, here
    )


def _together(left: Side, right: Side) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The one slope of both sides, what it may be off by, and the verdict where it is NaN: there is none."""
    with np.errstate(all="ignore"):
        alone = np.where(left.there, left.slope, right.slope)
        both = left.there & right.there
        size = np.maximum(np.abs(left.slope), np.abs(right.slope))
        tolerance = 1e-5 * np.where(both, size, np.abs(alone)) + 1e-6 * np.maximum(left.scale, right.scale)
        tolerance = tolerance + 4 * (np.where(left.there, left.error, 0.0) + np.where(right.there, right.error, 0.0))
        differ = np.abs(left.slope - right.slope) > tolerance
        one = np.where(both, np.where(differ, np.nan, (left.slope + right.slope) / 2), alone)
    known = np.where(both, ~np.isnan(left.slope) & ~np.isnan(right.slope), ~np.isnan(alone))
    with np.errstate(invalid="ignore"):
        hardly = np.abs(left.slope - right.slope) <= 0.01 * size  # as rounding may have it, where only quotients say so
    known &= ~(hardly & ((left.error > 0) | (right.error > 0)))
    jump, endless = left.jump | right.jump, np.isinf(left.slope) | np.isinf(right.slope)
    verdict = np.where(known, Verdict.CORNER, Verdict.UNKNOWN)
    verdict = np.where(endless, Verdict.VERTICAL, verdict)
    return np.where(endless, np.nan, one), tolerance, np.where(jump, Verdict.JUMP, verdict)


def _apart(left: Side, right: Side) -> np.ndarray:
    """How far off the slope between both sides may be."""
    with np.errstate(all="ignore"):
        between = np.where(left.there & right.there, np.abs(left.slope - right.slope) / 2, 0.0)
    return between + np.where(left.there, left.error, 0.0) + np.where(right.there, right.error, 0.0)


@dataclass(frozen=True)
class _Across:
    """The difference quotient across S points, or to the one side there is, and its error.

    confirmed: whether it is autograd's slope. near: whether it comes near to it, though rounding may hide how near.
    surely_near: whether it does where rounding hides nothing.
    """

    quotient: np.ndarray
    error: np.ndarray
    confirmed: np.ndarray
    near: np.ndarray
    surely_near: np.ndarray


def _across(
    width: np.ndarray,
    here: np.ndarray,
    loss: np.ndarray,
    slope: np.ndarray,
    scale: np.ndarray,
    sides: tuple[Side, Side],
) -> _Across:
    left, right = (side.there[:, None] for side in sides)
    with np.errstate(all="ignore"):
        low, high = np.where(left, loss[0], here[:, None]), np.where(right, loss[1], here[:, None])
        span = width * (1.0 * left + right)
        quotient = (high - low) / span
        noise = 3 * 8 * EPSILON * (np.maximum(np.abs(low), np.abs(high)) / span)[:, 1:]
        order = np.where(left & right, 4.0, 2.0)
        better = (order * quotient[:, 1:] - quotient[:, :-1]) / (order - 1)
        confirmed = in_a_row(agrees(better, noise, slope, scale), ALONG).any(1)
        near = np.abs(better - slope[:, None]) <= 0.05 * np.maximum(np.abs(slope), 0.01 * scale)[:, None]
        sure = near & (noise <= 1e-3 * np.abs(slope)[:, None])
        return _Across(*plateau(better, noise, scale), confirmed, in_a_row(near, 2).any(1), in_a_row(sure, 2).any(1))


def _rounded(slope: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Slopes in the digits that are known, nine at most."""
    with np.errstate(invalid="ignore"):
        return to_known_digits(slope, np.maximum(error, 1e-9 * np.abs(slope)))


def to_known_digits(numbers: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Numbers rounded to the last decimal that their error leaves sure; NaN where it leaves none."""
    return np.array([_known_digits(*pair) for pair in zip(numbers.tolist(), errors.tolist(), strict=True)])


def _known_digits(number: float, error: float) -> float:
    if not isfinite(number) or error == 0:
        return number
    return round(number, -ceil(log10(error))) + 0.0 if error < inf else nan  # no -0


def with_precision(found: Slopes, shown: Sweep, dtype: str) -> Slopes:
    """The judgement, and where the dtype made the number that is shown: nan, inf, or off by more than a twentieth."""
    if dtype == "float64":
        return found
    epsilon = {"float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}[dtype]
    with np.errstate(invalid="ignore"):
        allowed = max(0.05, 64 * epsilon) * np.abs(found.slope)
        off = ~np.isfinite(shown.losses) | ~(np.abs(shown.slopes - found.slope) <= allowed)
    verdict = np.where((found.verdict == Verdict.SLOPE) & off, Verdict.PRECISION, found.verdict)
    return replace(found, verdict=verdict)
