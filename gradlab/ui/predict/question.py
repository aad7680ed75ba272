"""The questions, each by its seed: an experiment whose slope at one element is to be guessed."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.guess import judge, mistakes, slope_along
from gradlab.compute.losses import LOSSES, Loss, Slider
from gradlab.compute.slopes import Verdict
from gradlab.compute.sweep import sweep
from gradlab.ui.experiment.controls import PAGE_DTYPE
from gradlab.ui.experiment.elements import Element, elements_of
from gradlab.ui.frame.kept import kept
from gradlab.ui.live_chart.exploration import explore

FUNCTIONS = ("square", "cube", "sin", "exp", "log_cosh", "reciprocal")
SEVERAL = ("mse_loss", "l1_loss", "huber_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits")
_ELEMENTS = 3  # of a loss that takes the mean of several
_STEPS = 100  # of the guess's slider, to each side of 0
_ENDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # where that may end
_TRIES = 200
_CLOSE = 0.08  # of the slope: two lines that far apart can hardly be told from each other


@dataclass(frozen=True)
class Prediction:
    """A question. elements: those that are differentiated; the slope along the first is to be guessed.

    offered: the slopes that may be guessed.
    """

    experiment: Experiment
    elements: tuple[Element, ...]
    offered: Slider

    @property
    def element(self) -> Element:
        """The element whose slope is to be guessed."""
        return self.elements[0]

    @cached_property
    def slope(self) -> float:
        """The slope, as PyTorch gives it."""
        return slope_along(self.experiment, tensor=self.element.tensor, element=self.element.index)

    @cached_property
    def mistakes(self) -> dict[str, float]:
        """What common mistakes give."""
        return mistakes(self.experiment, tensor=self.element.tensor, element=self.element.index)

    def judge(self, guess: float) -> str:
        """What a guess is: one of JUDGEMENTS."""
        tolerance = max(1.5 * self.offered.step, _CLOSE * abs(self.slope))
        return judge(guess, self.slope, self.mistakes, tolerance=tolerance)


@kept(256)
def prediction(seed: int) -> Prediction:
    """The question of a seed, the same for everyone."""
    random = Random(seed)
    for _ in range(_TRIES):
        found = _drawn(random)
        if found:
            return found
    raise RuntimeError(f"expected a question within {_TRIES} tries, got none for the seed {seed}")


def _drawn(random: Random) -> Prediction | None:
    """A question, drawn at random; None where its slope could not be seen, or is none."""
    several = random.random() < 0.5
    loss = LOSSES[random.choice(SEVERAL if several else FUNCTIONS)]
    size = _ELEMENTS if several else loss.size
    tensors = {a.name: _values(random, loss, a.name, size) for a in loss.required}
    experiment = Experiment(loss.name, tensors, dtype=PAGE_DTYPE)
    elements = tuple(
        Element(e.tensor, e.index, e.shape, e.slider, e.default, domain=e.domain, prefix="predict-")
        for e in elements_of(loss, loss.primary.name, size)
    )
    end = _end(experiment, elements[0])
    if not end / 8 <= abs(slope_along(experiment, tensor=loss.primary.name, element=0)) <= 0.9 * end:
        return None
    exploration = explore(experiment, elements[0])
    if exploration.slopes.verdict[exploration.row] != Verdict.SLOPE:
        return None
    return Prediction(experiment, elements, Slider(-end, end, end / _STEPS))


def _end(experiment: Experiment, element: Element) -> float:
    """How far a guess may go: as far as most slopes of the picture, which says nothing of the one that is asked for."""
    swept = sweep(experiment, tensor=element.tensor, element=0, positions=element.slider.positions)
    slopes = swept.gradients[element.tensor].reshape(len(swept.losses), -1)[:, 0]
    steep = np.quantile(np.abs(slopes[np.isfinite(slopes)]), 0.8)
    return next((end for end in _ENDS if end >= steep), _ENDS[-1])


def _values(random: Random, loss: Loss, tensor: str, size: int) -> list[float]:
    """Values of a tensor, off the ends of its slider, so that the curve is seen to both sides; a truth is 0 or 1."""
    offered = loss.tensor(tensor).slider
    positions = offered.positions
    truth = tensor != loss.primary.name and (offered.low, offered.high) == (0.0, 1.0)
    chosen = (0.0, 1.0) if truth else positions[len(positions) // 6 : -len(positions) // 6 : 5]
    return [random.choice(chosen) for _ in range(size)]
