"""A pipeline: everything that touches a gradient between the loss and the weight."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from gradlab.compute.experiment import ExperimentError
from gradlab.compute.scaling.float_range import float_range
from gradlab.compute.scaling.optimizers import OPTIMIZERS

OPERATIONS = ("multiply", "linear")
REDUCTIONS = ("mean", "sum")
DIVISIONS = ("none", "count", "size")
AUTOCASTS = ("off", "float16", "bfloat16")
UNSCALINGS = ("unscale_", "in_step", "twice", "forgotten")
CLIPS = ("off", "norm", "value")
CLIPPINGS = ("step", "micro_batch")
WEIGHT_DTYPES = ("float32", "float16", "bfloat16")
LARGEST = float_range("float32").largest
DEVICE = r"auto|cpu|cuda(:\d{1,3})?"

# A link is computed whatever it asks for: these keep the worst of them under a quarter of a second.
MOST_SAMPLES, MOST_ELEMENTS, MOST_PASSES, MOST_INTERVAL = 16, 4, 4, 1_000_000


class PipelineError(ExperimentError):
    """The pipeline cannot be run; the message says what was expected and what came."""


@dataclass(frozen=True)
class Pipeline:
    """One training step, from the loss to the new weight, with every stage that touches the gradient on the way.

    The model is one weight vector w and samples x: a prediction p = x·w for each sample, and the loss of a sample is
    p × factor, or (p − target)² × factor where there are targets.

    weight: w, `[elements]`. inputs: x, `[samples, elements]`. targets: `[samples]`, or None.
    factor: a constant of the loss, multiplied on in float32, after autocast's low precision.
    operation: `"multiply"` writes x·w as `x * w`, which autocast leaves in float32; `"linear"` as `F.linear(x, w)`,
        which autocast computes in low precision.
    reduction: `"mean"` or `"sum"` over the samples (of a micro-batch).
    micro_batches: how many samples each `backward()` gets; they add up to the samples. By default all in one.
    division: what the loss of a micro-batch is multiplied by: `"none"` 1, `"count"` 1/k for k micro-batches, `"size"`
        n/N for n of N samples.
    stale_backwards: how many earlier passes over the batch are still in `.grad` because `zero_grad()` was forgotten.
    autocast: `"off"`, `"float16"` or `"bfloat16"`. weight_dtype: `"float32"`, `"float16"` or `"bfloat16"`.
    scaler: whether there is a `torch.amp.GradScaler`; its `init_scale` is scale, its `growth_interval` growth_interval.
    unscale: `"unscale_"` calls `scaler.unscale_` before the clipping; `"in_step"` leaves it to `scaler.step`, after the
        clipping; `"twice"` calls `unscale_` twice; `"forgotten"` calls `optimizer.step` past the scaler.
    clip: `"off"`, `"norm"` (`clip_grad_norm_`) or `"value"` (`clip_grad_value_`), at clip_at.
    clip_each: `"step"` clips once, before the step; `"micro_batch"` after every `backward()`, what
        is in `.grad` by then.
    optimizer: a key of `OPTIMIZERS`. weight_decay, eps: by default what PyTorch's optimizer has by default; SGD has no
        eps, and heeds none.
    device: `"auto"` (CUDA where there is one), `"cpu"`, `"cuda"` or `"cuda:1"`. Only the spelling is checked here.

    Frozen, hashable and made of plain values: sequences become tuples, defaults are filled in.
    Raises PipelineError, which says what was expected and what came.
    """

    weight: Any = (5.0,)
    inputs: Any = ((5.0,),)
    targets: Any = None
    factor: float = 1.0
    operation: str = "multiply"
    reduction: str = "mean"
    micro_batches: Any = None
    division: str = "none"
    stale_backwards: int = 0
    weight_dtype: str = "float32"
    autocast: str = "off"
    scaler: bool = False
    scale: float = 65536.0
    growth_interval: int = 2000
    unscale: str = "unscale_"
    clip: str = "off"
    clip_at: float = 1.0
    clip_each: str = "step"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    weight_decay: float | None = None
    eps: float | None = None
    device: str = "auto"

    def __post_init__(self) -> None:
        self._check_choices()
        self._check_numbers()
        self._set("weight", _vector("weight", self.weight, at_most=MOST_ELEMENTS))
        self._set("inputs", _matrix(self.inputs, elements=len(self.weight)))
        if self.targets is not None:
            self._set("targets", _vector("targets", self.targets, exactly=self.samples))
        self._set("micro_batches", _sizes(self.micro_batches, self.samples))

    def _set(self, field: str, value: Any) -> None:
        object.__setattr__(self, field, value)

    def _check_choices(self) -> None:
        for field, allowed in _CHOICES.items():
            given = getattr(self, field)
            if not (isinstance(given, str) and given in allowed):
                raise PipelineError(f"expected {field} to be one of {', '.join(allowed)}, got {given!r}")
        if not isinstance(self.scaler, bool):
            raise PipelineError(f"expected True or False for scaler, got {self.scaler!r}")
        if not (isinstance(self.device, str) and re.fullmatch(DEVICE, self.device, re.ASCII)):
            raise PipelineError(f"expected device auto, cpu, cuda or cuda:N, got {self.device!r}")

    def _check_numbers(self) -> None:
        self._set("factor", _number("factor", self.factor))
        smallest = float_range("float32").smallest_normal
        self._set("clip_at", _at_least("clip_at", self.clip_at, smallest))
        self._set("scale", _at_least("scale", self.scale, smallest))
        entry = OPTIMIZERS[self.optimizer]
        if self.weight_decay is None:
            self._set("weight_decay", entry.weight_decay)
        eps = entry.eps if self.eps is None else _at_least("eps", self.eps, 0.0)
        self._set("eps", None if entry.eps is None else eps)
        for field in ("learning_rate", "weight_decay"):
            self._set(field, _at_least(field, getattr(self, field), 0.0))
        _whole("stale_backwards", self.stale_backwards, 0, MOST_PASSES)
        _whole("growth_interval", self.growth_interval, 1, MOST_INTERVAL)

    def at_scale(self, scale: float) -> "Pipeline":
        """The same with another loss scale; what has been checked is not checked again."""
        other = copy(self)
        other._set("scale", _at_least("scale", scale, float_range("float32").smallest_normal))
        return other

    @property
    def is_single(self) -> bool:
        """Whether there is one sample of one element, whose product is as short as `w * 5.0`."""
        return self.samples == self.elements == 1 and self.operation == "multiply"

    @property
    def operation_code(self) -> str:
        """The operation as the program writes it."""
        if self.operation == "linear":
            return "F.linear(x, w)"
        return f"w * {self.inputs[0][0]!r}" if self.is_single else "(x * w).sum(-1)"

    @property
    def clips_parts(self) -> bool:
        """Whether it clips after every `backward()`, rather than once."""
        return self.clip != "off" and self.clip_each == "micro_batch"

    @property
    def samples(self) -> int:
        """How many samples there are."""
        return len(self.inputs)

    @property
    def elements(self) -> int:
        """How many elements the weight, and so its gradient, has."""
        return len(self.weight)


_CHOICES: dict[str, Sequence[str]] = {
    "operation": OPERATIONS,
    "reduction": REDUCTIONS,
    "division": DIVISIONS,
    "weight_dtype": WEIGHT_DTYPES,
    "autocast": AUTOCASTS,
    "unscale": UNSCALINGS,
    "clip": CLIPS,
    "clip_each": CLIPPINGS,
    "optimizer": tuple(OPTIMIZERS),
}


def _number(field: str, given: Any) -> float:
    """A number that float32 can hold; an int too large for any float is one that it cannot."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not -LARGEST <= given <= LARGEST:
        raise PipelineError(f"expected a number that float32 can hold for {field}, got {given!r}")
    return float(given)


def _at_least(field: str, given: Any, least: float) -> float:
    number = _number(field, given)
    if number < least:
        raise PipelineError(f"expected at least {least:g} for {field}, got {given!r}")
    return number


def _whole(field: str, given: Any, least: int, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most:
        raise PipelineError(f"expected a whole number from {least} to {most} for {field}, got {given!r}")
    return given


def _sequence(field: str, given: Any, at_most: int) -> list:
    given = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(given, list | tuple) or not 1 <= len(given) <= at_most:
        raise PipelineError(f"expected from 1 to {at_most} values in {field}, got {given!r}")
    return list(given)


def _vector(field: str, given: Any, *, at_most: int = MOST_SAMPLES, exactly: int | None = None) -> tuple[float, ...]:
    numbers = tuple(_number(field, value) for value in _sequence(field, given, at_most))
    if exactly is not None and len(numbers) != exactly:
        raise PipelineError(f"expected {exactly} values in {field}, got {len(numbers)}")
    return numbers


def _matrix(given: Any, elements: int) -> tuple[tuple[float, ...], ...]:
    return tuple(_vector("each of inputs", row, exactly=elements) for row in _sequence("inputs", given, MOST_SAMPLES))


def _sizes(given: Any, samples: int) -> tuple[int, ...]:
    if given is None:
        return (samples,)
    sizes = tuple(_whole("micro_batches", size, 1, samples) for size in _sequence("micro_batches", given, samples))
    if sum(sizes) != samples:
        raise PipelineError(f"expected micro_batches that add up to {samples} samples, got {sizes}")
    return sizes
