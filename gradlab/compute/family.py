"""The family of curves a loss becomes as one of its parameters varies, such as Huber's `delta`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gradlab.compute.batch import checked_positions, flat_index
from gradlab.compute.experiment import Experiment, ExperimentError, flat
from gradlab.compute.losses.loss import Value
from gradlab.compute.printed import printed_rows
from gradlab.compute.slopes import SHIFTS, slopes_of
from gradlab.compute.sweep import Sweep, sweep


@dataclass(frozen=True)
class Family:
    """P curves of N positions of one element, a curve for each value of one parameter; float64.

    losses, slopes `[P, N]`: the loss, and its gradient's component along the moved element, as `sweep` gives them.
    At the element's own value, for each value of the parameter:
    loss `[P]`. gradients[name] `[P, *shape]`, and printed[name]: P texts, `.grad` as PyTorch prints it.
    exact `[P]`: the moved element's gradient in float64. left, right, central, kink `[P]`: see `Slopes`.
    """

    losses: np.ndarray
    slopes: np.ndarray
    loss: np.ndarray
    gradients: dict[str, np.ndarray]
    printed: dict[str, list[str]]
    exact: np.ndarray
    left: np.ndarray
    right: np.ndarray
    central: np.ndarray
    kink: np.ndarray


def family(
    experiment: Experiment,
    *,
    tensor: str,
    element: int | tuple[int, ...],
    positions: Sequence[float],
    parameter: str,
    values: Sequence[Value],
) -> Family:
    """Sweep one element of a differentiated tensor once for each value of the parameter.

    Raises ExperimentError for a tensor, element, position, parameter or value that cannot be used, DeviceError where
    the device is not there.
    """
    index = flat_index(experiment, tensor, element)
    if tensor not in experiment.requires_grad:
        raise ExperimentError(f"expected tensor to be one of {', '.join(experiment.requires_grad)}, got {tensor!r}")
    if not len(values):
        raise ExperimentError(f"expected at least one value of {parameter}, got none")
    own = flat(experiment.tensor(tensor))[index]
    along = [*checked_positions(positions), own]
    given, moving = dict(experiment.parameters), {"tensor": tensor, "element": index}
    members = [replace(experiment, parameters={**given, parameter: value}) for value in values]
    swept = [sweep(member, positions=along, **moving) for member in members]
    # One float64 sweep of the point's neighbours has the exact gradient and all that the slopes are measured from.
    around = [sweep(replace(member, dtype="float64"), positions=own + SHIFTS, **moving) for member in members]
    return _family(swept, around, experiment.dtype)


def _family(swept: list[Sweep], around: list[Sweep], dtype: str) -> Family:
    """The members side by side. The last position of each sweep is the element's own value."""
    losses, slopes = np.stack([member.losses for member in swept]), np.stack([_slope(member) for member in swept])
    gradients = {name: np.stack([member.gradients[name][-1] for member in swept]) for name in swept[0].gradients}
    measured = slopes_of(np.stack([member.losses for member in around], axis=1))
    return Family(
        losses=losses[:, :-1],
        slopes=slopes[:, :-1],
        loss=losses[:, -1],
        gradients=gradients,
        printed={n: printed_rows(rows, dtype=dtype, device=swept[0].device) for n, rows in gradients.items()},
        exact=np.array([_slope(member)[SHIFTS == 0.0].item() for member in around]),
        left=measured.left,
        right=measured.right,
        central=measured.central,
        kink=measured.kink,
    )


def _slope(swept: Sweep) -> np.ndarray:
    """The gradient's component along the moved element, `[N]`."""
    return swept.gradients[swept.tensor].reshape(len(swept.positions), -1)[:, swept.element]
