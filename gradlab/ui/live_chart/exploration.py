"""Everything the live chart may show while one element moves, computed once and kept for the next learner who asks."""

from dataclasses import dataclass, replace

import numpy as np

from gradlab.compute.cause import Cause, causes
from gradlab.compute.companion import companion
from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.kinks import MOST, kinks
from gradlab.compute.outline import between
from gradlab.compute.printed import printed_rows
from gradlab.compute.remarks import remarks
from gradlab.compute.slopes import Slopes, Verdict, slopes
from gradlab.compute.sweep import Sweep, sweep
from gradlab.figures.axes import fitted_range
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.kept import kept


@dataclass(frozen=True)
class Exploration:
    """One element's sweep over its slider's positions, with all that stands beside the curve.

    positions `[N]`: the slider's, and behind them the element's own value where that is not one of them.
    row: where the element's own value stands. printed `[N]`: `.grad` as PyTorch prints it.
    slopes: whether its slopes are those of the loss. kinks: where there is no single one, between the positions too.
    finer: points of the curve between the positions, where it is no straight line: their positions and losses.
    causes: by row, what made a loss or gradient not finite. companion `[N, …]`: what the gradient is read against.
    remarks: by name, at which positions PyTorch does something that the formula does not say.
    """

    experiment: Experiment
    tensor: str
    element: int
    positions: tuple[float, ...]
    row: int
    sweep: Sweep
    slopes: Slopes
    kinks: list[float]
    finer: tuple[np.ndarray, np.ndarray]
    printed: list[str]
    causes: dict[int, Cause]
    companion: np.ndarray | None
    remarks: dict[str, np.ndarray]

    @property
    def gradients(self) -> np.ndarray:
        """The gradients of all differentiated tensors at each position, flattened and side by side: `[N, M]`."""
        rows = len(self.positions)
        return np.concatenate([gradient.reshape(rows, -1) for gradient in self.sweep.gradients.values()], axis=1)

    @property
    def wrong(self) -> list[float]:
        """The positions at which autograd's slope is not that of the loss, where those are few."""
        found = np.flatnonzero(self.slopes.verdict == Verdict.NOT_THE_SLOPE)
        return [self.positions[row] for row in found.tolist()] if len(found) <= MOST else []

    @property
    def slope(self) -> np.ndarray:
        """The gradient's component along the moved element `[N]`: the slope of the tangent."""
        return self.sweep.gradients[self.tensor].reshape(len(self.positions), -1)[:, self.element]


@kept(512)
def explore(experiment: Experiment, element: Element) -> Exploration:
    """Sweep one element of the experiment over every position of its slider."""
    value = flat(experiment.tensor(element.tensor))[element.index]
    positions = element.slider.positions
    if value not in positions:
        positions.append(value)
    moving = {"tensor": element.tensor, "element": element.index, "positions": positions}
    swept = sweep(experiment, **moving)
    measured = slopes(experiment, **moving, shown=swept)
    corners = kinks(experiment, tensor=element.tensor, element=element.index, judged=measured)
    grid = _first(swept, len(element.slider.positions))
    seen = fitted_range(grid.losses, swept.losses[positions.index(value)])
    finer = between(experiment, grid, seen=seen, kinks=corners)
    printed = printed_rows(swept.gradients[element.tensor], dtype=experiment.dtype, device=swept.device)
    return Exploration(
        experiment, element.tensor, element.index, tuple(positions), positions.index(value),
        swept, measured, corners, finer, printed, _causes(experiment, swept, positions),
        companion(experiment, **moving), remarks(experiment, **moving),
    )  # fmt: skip


def _first(swept: Sweep, count: int) -> Sweep:
    """A sweep's first positions: the slider's, which are in order."""
    gradients = {name: values[:count] for name, values in swept.gradients.items()}
    return replace(swept, positions=swept.positions[:count], losses=swept.losses[:count], gradients=gradients)


def _causes(experiment: Experiment, swept: Sweep, positions: list[float]) -> dict[int, Cause]:
    finite = np.isfinite(swept.losses)
    for gradient in swept.gradients.values():
        finite &= np.isfinite(gradient.reshape(len(positions), -1)).all(1)
    rows = np.flatnonzero(~finite).tolist()
    if not rows:
        return {}
    broken = [positions[row] for row in rows]
    found = causes(experiment, tensor=swept.tensor, element=swept.element, positions=broken)
    return {row: cause for row, cause in zip(rows, found, strict=True) if cause}
