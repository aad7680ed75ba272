"""A training: what is trained, by which loop, for how many steps. The noun of the training page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.loss import Line
from gradlab.compute.losses.shapes import count
from gradlab.compute.scaling import OPTIMIZERS
from gradlab.compute.training.checks import TooMuchWorkError, TrainingError, choice, flag, number, whole
from gradlab.compute.training.network import Network
from gradlab.compute.training.optimizers import SCHEDULES, checked_options

CLIPS = ("off", "norm", "value")
AUTOCASTS = ("off", "float16", "bfloat16")
DEVICE = r"auto|cpu|cuda(:\d{1,3})?"
MOST_STEPS, MOST_ACCUMULATION, MOST_INTERVAL = 2000, 8, 1_000_000
MOST_WORK = 3e10
"""The most multiplications and additions a training may ask for: about half a minute on one core."""
_STEP_WORK = 3e6  # what any step costs besides its arithmetic, counted as arithmetic


@dataclass(frozen=True)
class Training:
    """Something to train and the loop that trains it.

    subject: an Experiment, whose differentiated tensors are trained on its own loss, or a Network.
    optimizer: a key of `OPTIMIZERS`; options: its own (`{"eps": 1e-8}`), by default PyTorch's.
    learning_rate: from 0 to 1e6. schedule: a key of `SCHEDULES`, how it changes.
    steps: how often `step()` is called, from 1 to 2000.
    seed: of everything random: the data, the first weights, the order of the batches.
    batch_size: how many samples a `backward()` gets; None: all. Only a network and a line have samples.
    accumulation: how many batches are added up before a step.
    zero_grad: False where the call was forgotten, and every gradient is added to those before.
    clip: `"off"`, `"norm"` or `"value"`, at clip_at; clip_scaled: before `unscale_`, which is too early.
    autocast: `"off"`, `"float16"` or `"bfloat16"`. scaler: whether there is a `torch.amp.GradScaler`, which begins with
    scale and has growth_interval.
    device: `"auto"` (CUDA where there is one), `"cpu"`, `"cuda"` or `"cuda:1"`. Only the spelling is checked here.

    Frozen, hashable and made of plain values. Raises TrainingError, which says what was expected and what came,
    TooMuchWorkError for more than `MOST_WORK`.
    """

    subject: Experiment | Network
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    steps: int = 60
    seed: int = 0
    options: Any = ()
    schedule: str = "constant"
    batch_size: int | None = None
    accumulation: int = 1
    zero_grad: bool = True
    clip: str = "off"
    clip_at: float = 1.0
    clip_scaled: bool = False
    autocast: str = "off"
    scaler: bool = False
    scale: float = 65536.0
    growth_interval: int = 2000
    device: str = "auto"

    def __post_init__(self) -> None:
        if not isinstance(self.subject, Experiment | Network):
            raise TrainingError(f"expected an Experiment or a Network to train, got {self.subject!r}")
        for field, allowed in _CHOICES.items():
            choice(field, getattr(self, field), allowed)
        for field in ("zero_grad", "clip_scaled", "scaler"):
            flag(field, getattr(self, field))
        for field, (least, most) in _WHOLE.items():
            whole(field, getattr(self, field), least, most)
        for field, (least, most) in _NUMBERS.items():
            self._set(field, number(field, getattr(self, field), least, most))
        self._set("options", checked_options(self.optimizer, self.options))
        if not (isinstance(self.device, str) and re.fullmatch(DEVICE, self.device, re.ASCII)):
            raise TrainingError(f"expected device auto, cpu, cuda or cuda:N, got {self.device!r}")
        if isinstance(self.subject, Experiment):
            _check_scalar(self.subject)
            self._set("subject", replace(self.subject, device=self.device))
        self._check_batches()
        if self.work > MOST_WORK:
            raise TooMuchWorkError(f"expected at most {MOST_WORK:.0e} operations, got {self.work:.1e}")

    def _set(self, field: str, value: Any) -> None:
        object.__setattr__(self, field, value)

    def _check_batches(self) -> None:
        if self.batch_size is not None:
            if self.samples is None:
                raise TrainingError(f"expected no batch_size for a loss without samples, got {self.batch_size!r}")
            whole("batch_size", self.batch_size, 1, self.samples)
        elif self.accumulation > 1:
            raise TrainingError(
                f"expected a batch_size where batches are added up, got accumulation {self.accumulation}"
            )
        if self.accumulation > 1 and not self.zero_grad:
            raise TrainingError(f"expected accumulation 1 where zero_grad is forgotten, got {self.accumulation}")

    @property
    def line(self) -> Line | None:
        """The names of a line's tensors, where the loss is that of a line."""
        return LOSSES[self.subject.loss].line if isinstance(self.subject, Experiment) else None

    @property
    def samples(self) -> int | None:
        """How many samples there are; None for a loss of tensors, which has none."""
        if isinstance(self.subject, Network):
            return self.subject.samples
        return count(self.subject.shape(self.line.x)) if self.line else None

    @property
    def epoch(self) -> float:
        """How many steps go through all samples once; 0 where every step takes all of them."""
        return ceil(self.samples / self.batch_size) / self.accumulation if self.batch_size else 0.0

    @property
    def work(self) -> float:
        """About how many multiplications and additions all steps take, forward and backward."""
        if isinstance(self.subject, Experiment):
            return self.steps * self.accumulation * _STEP_WORK
        arithmetic = 6.0 * self.subject.size * (self.batch_size or self.subject.samples)
        return self.steps * self.accumulation * (arithmetic + _STEP_WORK)


_CHOICES: dict[str, Sequence[str]] = {
    "optimizer": tuple(OPTIMIZERS),
    "schedule": tuple(SCHEDULES),
    "clip": CLIPS,
    "autocast": AUTOCASTS,
}
_WHOLE = {
    "steps": (1, MOST_STEPS),
    "seed": (0, 2**31 - 1),
    "accumulation": (1, MOST_ACCUMULATION),
    "growth_interval": (1, MOST_INTERVAL),
}
_NUMBERS = {"learning_rate": (0.0, 1e6), "clip_at": (1e-30, 1e30), "scale": (2.0**-24, 2.0**40)}


def _check_scalar(experiment: Experiment) -> None:
    if experiment.reduction == "none" and experiment.vector is None and count(experiment.output_shape) > 1:
        raise TrainingError("expected a vector for reduction none on several elements, got none")
