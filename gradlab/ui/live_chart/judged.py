"""What the live chart is sent of the judge of slopes."""

import numpy as np

from gradlab.compute.slopes import Slopes, Verdict

# Their names in the browser, in the order of their numbers.
VERDICTS = [verdict.name.lower() for verdict in Verdict]


def judged_numbers(judged: Slopes) -> dict[str, np.ndarray]:
    """Its columns, a row for each position. exact: what autograd returns in float64. true: the slope of the loss."""
    return {
        "verdict": judged.verdict,
        "true": judged.slope,
        "exact": judged.autograd,
        "exact_loss": judged.loss,
        "left": judged.left,
        "right": judged.right,
        "central": judged.central,
        "error": judged.error,
        "kink": judged.kink,
    }
