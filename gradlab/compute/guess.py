"""A guessed slope: whether it is the gradient's, and if not, by which common mistake one comes to it."""

from collections.abc import Mapping
from dataclasses import replace

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.gradient import unscaled_gradient

MISTAKES = ("sign", "mean", "half", "double", "upside_down", "loss", "position")
JUDGEMENTS = ("right", *MISTAKES, "direction", "steep", "flat")


def slope_along(experiment: Experiment, *, tensor: str, element: int) -> float:
    """The gradient's component along one element, `tensor.grad[element]`: the slope of the tangent."""
    return float(unscaled_gradient(experiment).gradients[tensor].flat[element])


def mistakes(experiment: Experiment, *, tensor: str, element: int) -> dict[str, float]:
    """What common mistakes give in place of the slope t = `tensor.grad[element]`, by their names in MISTAKES.

    sign: −t. mean: t of the sum, where the experiment takes a mean of several. half, double: t/2 and 2t, a factor of 2
    left out or put in. upside_down: 1/t, the run over the rise. loss: the loss itself. position: the element itself.
    """
    slope = slope_along(experiment, tensor=tensor, element=element)
    found = {"sign": -slope, "half": slope / 2, "double": 2 * slope}
    if slope:
        found["upside_down"] = 1 / slope
    if experiment.reduction == "mean":
        found["mean"] = slope_along(replace(experiment, reduction="sum"), tensor=tensor, element=element)
    found["loss"] = float(unscaled_gradient(experiment).loss)
    found["position"] = flat(experiment.tensor(tensor))[element]
    return found


def judge(guess: float, slope: float, wrong: Mapping[str, float], *, tolerance: float) -> str:
    """What a guessed slope is, one of JUDGEMENTS. wrong: what `mistakes` found.

    right: within the tolerance of the slope. A mistake: within the tolerance of what it gives; one that nearly gives
    the slope itself, or no slope at all, explains nothing and is passed over, and of two that give the same the first
    of MISTAKES is named.
    Otherwise only: it leans the other way (`direction`), or the right way but too much (`steep`) or too little
    (`flat`, which a line left level is, too).
    """
    if abs(guess - slope) <= tolerance:
        return "right"
    for name in MISTAKES:
        telling = name in wrong and abs(wrong[name] - slope) > 2 * tolerance
        if telling and abs(wrong[name]) > tolerance and abs(guess - wrong[name]) <= tolerance:
            return name
    if guess * slope < 0:
        return "direction"
    return "steep" if abs(guess) > abs(slope) else "flat"
