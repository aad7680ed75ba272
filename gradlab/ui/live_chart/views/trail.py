"""The points that steps of gradient descent have visited, as the address holds them."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite

import numpy as np

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses.shapes import count

Point = tuple[float, ...]

MOST_POINTS = 30
_LONGEST = 2000  # characters; a link beyond it would not survive many servers
_RUN, _POINT, _VALUE = "~~", "~", "_"
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Trail:
    """Runs of steps. A run begins where the point was moved to by hand, and holds at least two points."""

    runs: tuple[tuple[Point, ...], ...] = ()

    @property
    def points(self) -> list[Point]:
        """All points, the oldest first."""
        return [point for run in self.runs for point in run]

    @property
    def starts(self) -> list[Point]:
        """The points at which a step was taken, and so `backward()` called."""
        return [start for run in self.runs for start, _ in pairwise(run)]

    @property
    def text(self) -> str:
        """How the address writes it: `2.5~2.0~1.6`, the elements of a point joined by `_`."""
        return _RUN.join(_POINT.join(_VALUE.join(map(repr, point)) for point in run) for run in self.runs)

    def stepped(self, start: Point, end: Point) -> "Trail":
        """With one more step. The oldest points make room."""
        last = self.runs[-1] if self.runs else ()
        goes_on = last and last[-1] == start
        trail = Trail((*self.runs[:-1], (*last, end)) if goes_on else (*self.runs, (start, end)))
        while len(trail.points) > MOST_POINTS or len(trail.text) > _LONGEST:
            trail = Trail(_long_enough(trail.runs[0][1:], *trail.runs[1:]))
        return trail

    def undone(self) -> tuple["Trail", Point]:
        """Without its last step, and the point where that began."""
        *earlier, last = self.runs
        return Trail(_long_enough(*earlier, last[:-1])), last[-2]


def read_trail(text: str, size: int) -> Trail | None:
    """The trail that a text means, of points of so many values; None where it cannot be read. It may be anything."""
    if not text:
        return Trail()
    if len(text) > _LONGEST:
        return None
    runs = [[point.split(_VALUE) for point in run.split(_POINT)] for run in text.split(_RUN)]
    points = [point for run in runs for point in run]
    numbers = all(_NUMBER.fullmatch(value) and isfinite(float(value)) for point in points for value in point)
    if not numbers or {len(point) for point in points} != {size} or min(map(len, runs)) < 2:
        return None
    if len(points) > MOST_POINTS:
        return None
    return Trail(tuple(tuple(tuple(map(float, point)) for point in run) for run in runs))


def point_of(experiment: Experiment) -> Point:
    """The values of everything that is differentiated, in order."""
    return tuple(value for name in experiment.requires_grad for value in flat(experiment.tensor(name)))


def experiment_at(experiment: Experiment, point: Point) -> Experiment:
    """The experiment with these values. Raises ExperimentError where the loss does not take them."""
    tensors, rest = dict(experiment.tensors), list(point)
    for name in experiment.requires_grad:
        shape = experiment.shape(name)
        values, rest = rest[: count(shape)], rest[count(shape) :]
        tensors[name] = np.reshape(values, shape).tolist()
    return replace(experiment, tensors=tensors)


def _long_enough(*runs: tuple[Point, ...]) -> tuple[tuple[Point, ...], ...]:
    """Those runs in which a step was taken."""
    return tuple(run for run in runs if len(run) > 1)
