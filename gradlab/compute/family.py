"""A family of curves: the loss over one element, once for each of several experiments."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from gradlab.compute.batch import flat_index
from gradlab.compute.experiment import Experiment, ExperimentError, flat
from gradlab.compute.printed import printed_rows
from gradlab.compute.slopes import Slopes, slopes
from gradlab.compute.sweep import Sweep, batched_sweep, sweep


@dataclass(frozen=True)
class Family:
    """P curves of N positions of one element, a curve for each experiment; float64.

    losses, slopes `[P, N]`: the loss, and its gradient's component along the moved element, as `sweep` gives them.
    At the element's own value, for each experiment:
    loss `[P]`. gradients[name] `[P, *shape]`, and printed[name]: P texts, `.grad` as PyTorch prints it.
    judged: whether that is the slope, see `Slopes`.
    """

    losses: np.ndarray
    slopes: np.ndarray
    loss: np.ndarray
    gradients: dict[str, np.ndarray]
    printed: dict[str, list[str]]
    judged: Slopes


def family(
    members: Sequence[Experiment], *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> Family:
    """Sweep one element of a differentiated tensor once for each member.

    The members differ in one thing, such as Huber's `delta` or the place of a data point; not in the moved element.
    Raises ExperimentError for no members and for a tensor, element or position that cannot be used, DeviceError where
    the device is not there.
    """
    if not members:
        raise ExperimentError("expected at least one experiment as a member, got none")
    first = members[0]
    index = flat_index(first, tensor, element)
    if tensor not in first.requires_grad:
        raise ExperimentError(f"expected tensor to be one of {', '.join(first.requires_grad)}, got {tensor!r}")
    own = flat(first.tensor(tensor))[index]
    moving = {"tensor": tensor, "element": index}
    curves = [batched_sweep(member, positions=positions, **moving) for member in members]
    points = [sweep(member, positions=[own], **moving) for member in members]
    judged = [slopes(each, positions=[own], shown=at, **moving) for each, at in zip(members, points, strict=True)]
    return _family(curves, points, judged, first.dtype)


def _family(curves: list[Sweep], points: list[Sweep], judged: list[Slopes], dtype: str) -> Family:
    """The members side by side, at every position and at the element's own value."""
    gradients = {name: np.concatenate([point.gradients[name] for point in points]) for name in points[0].gradients}
    return Family(
        losses=np.stack([curve.losses for curve in curves]),
        slopes=np.stack([curve.slopes for curve in curves]),
        loss=np.concatenate([point.losses for point in points]),
        gradients=gradients,
        printed={n: printed_rows(rows, dtype=dtype, device=points[0].device) for n, rows in gradients.items()},
        judged=Slopes(**{f.name: np.concatenate([getattr(j, f.name) for j in judged]) for f in fields(Slopes)}),
    )
