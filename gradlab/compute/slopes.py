"""The slope measured without autograd: differences on both sides of a point, always in float64."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gradlab.compute.batch import checked_positions, column_of, flat_index, losses_at
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import as_array

STEP = 2.0**-14
# From each position to those whose losses are compared: the position itself is the third.
SHIFTS = np.array([-STEP, -STEP / 2, 0.0, STEP / 2, STEP])


@dataclass(frozen=True)
class Slopes:
    """Difference quotients of the loss at each of N positions of one element, each `[N]`, float64.

    left: (f(a) − f(a − h/2)) / (h/2). right: (f(a + h/2) − f(a)) / (h/2).
    central: (f(a + h/2) − f(a − h/2)) / h, with h = 2⁻¹⁴.
    Where the loss jumps to one side, that side's quotient grows without end as h shrinks, and is inf or -inf here.
    kink: where the two sides differ and go on differing by as much when h is halved. A curve's two slopes come
    together at half the distance, a corner's do not.
    """

    left: np.ndarray
    right: np.ndarray
    central: np.ndarray
    kink: np.ndarray


def slopes(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> Slopes:
    """Measure the slope of the loss on both sides of every position, by differences.

    Positions whose neighbours lie outside the loss's domain have NaN on that side and are no kinks.
    """
    exact = replace(experiment, dtype="float64")
    around = SHIFTS[:, None] + checked_positions(positions)
    moved = column_of(exact, resolve(exact.device), around.ravel())
    losses = losses_at(exact, {(tensor, flat_index(exact, tensor, element)): moved})
    return slopes_of(as_array(losses).reshape(around.shape))


def slopes_of(losses: np.ndarray) -> Slopes:
    """The slopes at N positions from the losses `[5, N]` around them: at each position + `SHIFTS`, in float64."""
    far_left, left, here, right, far_right = losses
    with np.errstate(invalid="ignore"):
        left_slope, right_slope = (here - left) / (STEP / 2), (right - here) / (STEP / 2)
        wide = (far_right - 2 * here + far_left) / STEP
        central = (right - left) / STEP
        farther = (here - far_left) / STEP, (far_right - here) / STEP
    kink = _is_kink(left_slope, right_slope, wide)
    return Slopes(_unbounded(left_slope, farther[0], kink), _unbounded(right_slope, farther[1], kink), central, kink)


def _unbounded(near: np.ndarray, far: np.ndarray, kink: np.ndarray) -> np.ndarray:
    """One side's slope; infinite at a jump, where half the distance gives twice the quotient."""
    with np.errstate(invalid="ignore"):
        return np.where(kink & (np.abs(near) > 1.9 * np.abs(far)), np.copysign(np.inf, near), near)


def _is_kink(left: np.ndarray, right: np.ndarray, wide: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        jump = np.abs(right - left)
        scale = np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
        return (jump > 1e-6 * scale) & (jump > 0.75 * np.abs(wide)) & np.isfinite(jump)
