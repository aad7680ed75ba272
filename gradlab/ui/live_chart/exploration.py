"""Everything the live chart may show while one element moves, computed once and kept for the next learner who asks."""

from dataclasses import dataclass, replace

import numpy as np

from gradlab.compute.cause import Cause, causes
from gradlab.compute.companion import companion
from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.kinks import kinks
from gradlab.compute.printed import printed_rows
from gradlab.compute.remarks import remarks
from gradlab.compute.slopes import Slopes, slopes
from gradlab.compute.sweep import Sweep, sweep
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.kept import kept


@dataclass(frozen=True)
class Exploration:
    """One element's sweep over its slider's positions, with all that stands beside the curve.

    positions `[N]`: the slider's, and behind them the element's own value where that is not one of them.
    row: where the element's own value stands. printed `[N]`: `.grad` as PyTorch prints it.
    exact: the same sweep in float64. kinks: where there is no single slope, between the positions too.
    causes: by row, what made a loss or gradient not finite. companion `[N, …]`: what the gradient is read against.
    remarks: by name, at which positions PyTorch does something that the formula does not say.
    """

    experiment: Experiment
    tensor: str
    element: int
    positions: tuple[float, ...]
    row: int
    sweep: Sweep
    exact: Sweep
    slopes: Slopes
    kinks: list[float]
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
    exact = swept if experiment.dtype == "float64" else sweep(replace(experiment, dtype="float64"), **moving)
    measured = slopes(experiment, **moving)
    corners = kinks(replace(experiment, dtype="float64"), exact, measured.kink)
    printed = printed_rows(swept.gradients[element.tensor], dtype=experiment.dtype, device=swept.device)
    return Exploration(
        experiment, element.tensor, element.index, tuple(positions), positions.index(value),
        swept, exact, measured, corners, printed, _causes(experiment, swept, positions),
        companion(experiment, **moving), remarks(experiment, **moving),
    )  # fmt: skip


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
