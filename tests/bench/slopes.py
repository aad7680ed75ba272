"""The judge of slopes over thousands of random formulas: `python -m tests.bench.slopes`.

Smooth ones may not be accused, nor called corners, whatever is nested in whatever. Where PyTorch has no number, or a
formula is so large that float64 is lost in it, what is said of it is only counted.
"""

import random
import sys
from collections import Counter

import numpy as np

from gradlab import Experiment, ExperimentError, Verdict, slopes

FORMULAS = 5000
INNER = ("sin", "cos", "tanh", "sigmoid", "softplus", "silu", "gelu", "mish", "logsigmoid", "erf", "exp")
ACCUSED = (Verdict.NOT_THE_SLOPE, Verdict.CORNER, Verdict.JUMP, Verdict.VERTICAL)


def smooth(chance: random.Random, depth: int) -> str:
    """A formula that is smooth everywhere (calculus): no part of it is anything else."""
    if not depth:
        return chance.choice(("A", f"{chance.uniform(0.1, 3):.2f}*A", f"(A - {chance.uniform(0, 3):.1f})"))
    inner = smooth(chance, depth - 1)
    other = smooth(chance, depth - 1)
    return chance.choice(
        (
            *[f"{chance.choice(INNER)}({inner})"] * 6,
            f"({inner} + {other})",
            f"{inner}*{other}",
            f"log({chance.uniform(0.1, 3):.2f} + ({inner})**2)",
            f"sqrt({10.0 ** chance.randint(-16, 0):g} + ({inner})**2)",
            f"({10.0 ** chance.randint(-6, 7):g} + {inner})",
        )
    )


def wrong(formula: str, positions: list[float]) -> list[tuple[float, str]]:
    """Where a smooth formula is accused of having no slope, or another, though PyTorch has a number for it."""
    experiment = Experiment("expression", {"A": [1.0]}, {"expression": formula})
    found = slopes(experiment, tensor="A", element=0, positions=positions)
    accused = np.isin(found.verdict, ACCUSED) & np.isfinite(found.autograd)
    return [(positions[row], Verdict(found.verdict[row]).name) for row in np.flatnonzero(accused).tolist()]


def main() -> None:
    """Go through them, and print what is wrong."""
    chance, counted = random.Random(0), Counter()
    for _ in range(FORMULAS):
        formula = smooth(chance, chance.randint(1, 4))
        positions = [round(chance.uniform(-5, 5), 2) for _ in range(12)] + [0.0, 1.0, -3.0]
        try:
            found = wrong(formula, positions)
        except ExperimentError:  # too long, or too deep
            counted["refused"] += 1
            continue
        counted["positions"] += len(positions)
        counted["wrong"] += len(found)
        for position, verdict in found:
            sys.stdout.write(f"{formula} at {position}: {verdict}\n")
    sys.stdout.write(f"{dict(counted)}\n")


if __name__ == "__main__":
    main()
