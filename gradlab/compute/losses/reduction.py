"""From the losses of many elements to one number, and what a mean divides by."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from torch import Tensor


class Divisor(NamedTuple):
    """What a mean divides the sum of the unreduced losses by: a number, and the key of the word for what it counts."""

    counts: str
    number: float


def count_elements(tensors: Mapping[str, Tensor], parameters: Mapping[str, Any], reduction: str) -> Divisor:  # noqa: ARG001
    """Every element of the first tensor, the primary one."""
    return Divisor("elements", next(iter(tensors.values())).numel())


def count_rows(tensors: Mapping[str, Tensor], parameters: Mapping[str, Any], reduction: str) -> Divisor:  # noqa: ARG001
    """Every sample: the first tensor's elements but for those along its last axis."""
    first = next(iter(tensors.values()))
    return Divisor("rows", first.numel() // first.shape[-1])


def reduce(values: Tensor, reduction: str) -> Tensor:
    """PyTorch's reduction of all elements to one number: their mean, their sum, or none.

    A single number stays as it is, in one axis too: no program takes a mean of it.
    """
    if values.numel() == 1:
        return values
    if reduction == "mean":
        return values.mean()
    return values.sum() if reduction == "sum" else values


def reduce_rows(values: Tensor, reduction: str) -> Tensor:
    """The same reduction of each row of a batch by itself: `[N, …] -> [N]`, or unchanged for `"none"`."""
    if reduction == "none":
        return values
    if values.dim() == 1:
        return values
    dimensions = tuple(range(1, values.dim()))
    return values.mean(dimensions) if reduction == "mean" else values.sum(dimensions)


def unreduced_rows(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The rows of a loss that treats each element by itself, or each vector along the last axis."""

    def rows(reduction: str, **given: Any) -> Tensor:
        """The loss of each row."""
        return reduce_rows(function(**given, reduction="none"), reduction)

    return rows


def written_in_torch(losses: Callable[..., Tensor]) -> dict[str, Callable[..., Tensor]]:
    """The `function` and the `rows` of a loss that PyTorch does not have, from the losses of its elements."""
    return {
        "function": lambda reduction, **given: reduce(losses(**given), reduction),
        "rows": lambda reduction, **given: reduce_rows(losses(**given), reduction),
    }


def weighted_rows(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The rows of a loss of single elements whose mean divides by the sum of the weights, if it is given any."""

    def rows(reduction: str, **given: Any) -> Tensor:
        """The loss of each row."""
        losses = function(**given, reduction="none")
        if reduction == "mean" and "weight" in given:
            return reduce_rows(losses, "sum") / reduce_rows(given["weight"], "sum")
        return reduce_rows(losses, reduction)

    return rows


def sum_weights(tensors: Mapping[str, Tensor], parameters: Mapping[str, Any], reduction: str) -> Divisor:
    """The weights added up, if there are any, and otherwise every element."""
    if "weight" not in tensors:
        return count_elements(tensors, parameters, reduction)
    return Divisor("weights", tensors["weight"].sum().item())
