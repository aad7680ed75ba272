"""What became of a training: did it converge, swing, stand still or diverge?"""

import numpy as np

from gradlab.compute.training.record import Record

OUTCOMES = ("converges", "swings", "stands_still", "diverges")

FELL, SPREAD, ROSE = 0.6, 0.15, 2.0
"""What counts, as parts of the first loss: the end above which it has not fallen; between the middle half of the last
losses; the end above which it has risen."""


def outcome(record: Record) -> str:
    """One of `OUTCOMES`, told from the losses alone: the first, and those of the last fifth of the steps.

    diverges: a number was not finite, PyTorch raised, or the median of the end is twice the first loss. swings: the
    middle half of the end still spans 15 % of the first loss. stands_still: the median of the end is above 60 % of it.
    converges: none of these. Medians and quartiles, so that the chance of a batch does not decide.
    """
    losses = record.losses
    if record.departure or record.error or not len(losses) or not np.isfinite(losses).all():
        return "diverges"
    end = losses[-max(2, len(losses) // 5) :]
    first, quarter, middle, three_quarters = losses[0], *np.quantile(end, [0.25, 0.5, 0.75])
    size = abs(first)
    if middle - first > (ROSE - 1) * size:
        return "diverges"
    if three_quarters - quarter > SPREAD * size:
        return "swings"
    return "stands_still" if first - middle < (1 - FELL) * size else "converges"
