"""What became of a training: did it converge, swing, stand still or diverge?"""

import numpy as np

from gradlab.compute.training.record import Record

OUTCOMES = ("converges", "swings", "stands_still", "diverges")

FELL, SPREAD, ROSE = 0.5, 0.5, 2.0
"""What counts: half of the first loss; half of it between losses near the end; twice the first loss."""


def outcome(record: Record) -> str:
    """One of `OUTCOMES`, told from the losses alone.

    diverges: a number was not finite, PyTorch raised, or the loss ends above twice what it was. swings: in the last
    fifth of the steps it still goes up and down by more than half of the first loss. stands_still: it has not
    fallen by half. converges: none of these. The first loss and the end are means over a twentieth of the steps, so
    that the chance of a batch does not decide.
    """
    losses = record.losses
    if record.departure or record.error or not len(losses) or not np.isfinite(losses).all():
        return "diverges"
    few = max(1, len(losses) // 20)
    first, last = float(losses[:few].mean()), float(losses[-few:].mean())
    size = max(abs(first), float(np.finfo(np.float32).tiny))
    end = losses[-max(2, len(losses) // 5) :]
    if last - first > (ROSE - 1) * size:
        return "diverges"
    turns = np.count_nonzero(np.diff(np.sign(np.diff(end))))
    if turns and end.max() - end.min() > SPREAD * size:
        return "swings"
    return "stands_still" if first - last < FELL * size else "converges"
