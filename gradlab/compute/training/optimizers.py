"""What the optimizers of a training can be told besides the learning rate, and how it changes over the steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from types import MappingProxyType
from typing import Any

from torch import Tensor
from torch.optim import Optimizer, lr_scheduler
from torch.optim.lr_scheduler import LRScheduler

from gradlab.compute.scaling import OPTIMIZERS
from gradlab.compute.training.checks import TrainingError, choice, number

# From the least to the most of each option; PyTorch's own bounds, where it has them.
_RANGES = {
    "momentum": (0.0, 0.9999),
    "beta1": (0.0, 0.9999),
    "beta2": (0.0, 0.999999),
    "alpha": (0.0, 0.999999),
    "eps": (1e-30, 1e3),
    "weight_decay": (0.0, 10.0),
}


def options_of(optimizer: str) -> dict[str, float]:
    """The options of an optimizer of `OPTIMIZERS` with their defaults: `{"beta1": 0.9, …, "eps": 1e-08}`.

    PyTorch's `betas` are two of them. Momentum is an option only of what is called so.
    """
    entry = OPTIMIZERS[optimizer]
    defaults = {name: parameter.default for name, parameter in signature(entry.function).parameters.items()}
    if "betas" in defaults:
        defaults["beta1"], defaults["beta2"] = defaults["betas"]
    if "momentum" not in entry.options:
        defaults.pop("momentum", None)
    return {name: float(entry.options.get(name, defaults[name])) for name in _RANGES if name in defaults}


def checked_options(optimizer: str, given: Any) -> tuple[tuple[str, float], ...]:
    """All options as sorted pairs, those not given at their defaults."""
    defaults = options_of(optimizer)
    try:
        chosen = dict(given or {})
    except (TypeError, ValueError):
        raise TrainingError(f"expected options as a mapping from name to number, got {given!r}") from None
    for name in chosen:
        choice("each of options", name, defaults)
    values = {name: number(name, chosen.get(name, default), *_RANGES[name]) for name, default in defaults.items()}
    return tuple(sorted(values.items()))


def keywords(optimizer: str, options: Mapping[str, float]) -> dict[str, Any]:
    """The options as PyTorch's class takes them, only where they differ from PyTorch's defaults."""
    entry = OPTIMIZERS[optimizer]
    defaults = signature(entry.function).parameters
    given = {**entry.options, **options}
    if "beta1" in given:
        given["betas"] = (given.pop("beta1"), given.pop("beta2"))
    return {name: value for name, value in given.items() if value != defaults[name].default}


def optimizer_of(name: str, parameters: list[Tensor], learning_rate: float, options: Mapping[str, float]) -> Optimizer:
    """PyTorch's optimizer of these parameters."""
    return OPTIMIZERS[name].function(parameters, lr=learning_rate, **keywords(name, options))


@dataclass(frozen=True)
class Schedule:
    """How the learning rate changes. make: PyTorch's scheduler, of an optimizer and the number of steps.

    code: the expression that makes it, with `{steps}`; nothing where the learning rate stays.
    """

    make: Callable[[Optimizer, int], LRScheduler | None]
    code: str = ""


WARM_UP = 10
"""Warm-up takes this many steps to the whole learning rate."""

SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        "constant": Schedule(lambda optimizer, steps: None),  # noqa: ARG005
        "step": Schedule(
            lambda optimizer, steps: lr_scheduler.StepLR(optimizer, step_size=max(1, steps // 3), gamma=0.1),
            "torch.optim.lr_scheduler.StepLR(optimizer, step_size={third}, gamma=0.1)",
        ),
        "cosine": Schedule(
            lambda optimizer, steps: lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps),
            "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max={steps})",
        ),
        "warm_up": Schedule(
            lambda optimizer, steps: lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=WARM_UP),  # noqa: ARG005
            f"torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters={WARM_UP})",
        ),
    }
)
"""How the learning rate changes over the steps, by name."""
