"""The record of `backward()`: every number on the way to `.grad`, and the format that PyTorch put it into."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.model import Model

PASSAGES = ("x", "w", "prediction", "to_loss", "to_prediction", "to_operation", "to_weight", "sum")
"""What can be put into a format, in the order in which it happens:

x, w: the samples, the weight, as the operation is given them. prediction: what it computes of them. to_loss: the
gradient of the loss in the prediction, in the loss's own format. to_prediction: the same in the prediction's.
to_operation: the gradient in w, as the operation's backward computes it. to_weight: the same in the weight's format.
sum: what is in `.grad` once it is added.
"""


@dataclass(frozen=True)
class Passage:
    """Numbers that PyTorch put into a format.

    name: one of `PASSAGES`. dtype: the format, such as `"float16"`. wanted: what they were, exactly, given what came
    before; got: what the format made of them. Both `[samples or 1, elements or 1]`.
    """

    name: str
    dtype: str
    wanted: np.ndarray
    got: np.ndarray

    def of_element(self, element: int) -> Iterator[tuple[float, float]]:
        """What was wanted and what came, for all the numbers that an element of the gradient is made of.

        Through the prediction it depends on every sample and every element of the weight.
        """
        if self.name in ("x", "w"):
            wanted, got = self.wanted.ravel(), self.got.ravel()
        else:
            column = element if self.wanted.shape[1] > 1 else 0
            wanted, got = self.wanted[:, column], self.got[:, column]
        return zip(wanted.tolist(), got.tolist(), strict=True)


class Forward:
    """The forward pass of one micro-batch. Its `backward()` may run again, for another loss scale."""

    def __init__(self, model: Model, weight: Tensor) -> None:
        """Run it."""
        self.model, self._leaf, self._weight = model, weight, weight.detach().clone()
        self.prediction = model.prediction(weight)
        at_loss = self.prediction.to(model.loss_dtype)
        self._loss = model.share_of(model.loss_of(at_loss, model.pipeline.reduction))
        self._let_by: dict[str, Tensor] = {}
        at_loss.register_hook(self._keeper("to_loss"))
        if self.prediction is not at_loss:
            self.prediction.register_hook(self._keeper("to_prediction"))
        self._watch_the_weight()

    def backward(self, scaled: Callable[[Tensor], Tensor]) -> "Backward":
        """Run its backward pass. scaled: multiplies the loss."""
        self._let_by = {}
        torch.autograd.grad(scaled(self._loss), self._leaf, retain_graph=True)
        return Backward(self, self._let_by)

    def _keeper(self, name: str) -> Callable[[Tensor], None]:
        def keep(gradient: Tensor) -> None:
            self._let_by[name] = gradient.clone()

        return keep

    def _watch_the_weight(self) -> None:
        """The gradient as it leaves the operation, before it is put into the format of the weight."""
        node = self.prediction.grad_fn
        while (following := _towards_leaf(node)) and _towards_leaf(following):
            node = following
        before, after = self._keeper("to_operation"), self._keeper("to_weight")
        if node.name() == "ToCopyBackward0":
            node.register_prehook(lambda gradients: before(gradients[0]))
        node.register_hook(lambda left, _: after(next(gradient for gradient in left if gradient is not None)))

    @cached_property
    def numbers(self) -> tuple[np.ndarray, np.ndarray]:
        """The samples, and the predictions, as the operation had them."""
        return as_array(self.model.inputs.to(self.prediction.dtype)), as_array(self.prediction)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What it put into a format, which no loss scale changes."""
        model, dtype, (x, prediction) = self.model, self.prediction.dtype, self.numbers
        weight = as_array(self._weight.to(dtype))
        with np.errstate(all="ignore"):
            return (
                Passage("x", name_of(dtype), np.array(model.given), x),
                Passage("w", name_of(dtype), np.array([model.pipeline.weight]), weight[None]),
                Passage("prediction", name_of(dtype), (x @ weight)[:, None], prediction[:, None]),
            )

    @cached_property
    def exact_gradient(self) -> np.ndarray:
        """The gradient of its loss in the predictions it made."""
        return self.model.exact_gradient_at(torch.tensor(self.numbers[1]))


@dataclass(frozen=True)
class Backward:
    """One backward pass, with a loss scale, and what it let by."""

    forward: Forward
    let_by: Mapping[str, Tensor]

    @property
    def arrived(self) -> Tensor:
        """The gradient that arrived at the weight, in its format."""
        return self.let_by["to_weight"]

    @property
    def dtype(self) -> str:
        """The format the operation ran in."""
        return name_of(self.forward.prediction.dtype)

    def passages(self, scale: float) -> Iterator[Passage]:
        """Every number on the way, in order, at this loss scale; 1 without a scaler."""
        yield from self.forward.passages
        x, _ = self.forward.numbers
        with np.errstate(all="ignore"):
            to_loss = self.let_by["to_loss"][:, None]
            yield _passage("to_loss", to_loss, (scale * self.forward.exact_gradient)[:, None])
            to_prediction = self.let_by.get("to_prediction", self.let_by["to_loss"])[:, None]
            yield _passage("to_prediction", to_prediction, as_array(to_loss))
            to_weight = self.arrived[None]
            to_operation = self.let_by.get("to_operation", to_weight[0])[None]
            yield _passage("to_operation", to_operation, as_array(to_prediction).T @ x)
            yield _passage("to_weight", to_weight, as_array(to_operation))


@dataclass(frozen=True)
class Added:
    """What one `backward()` added in `.grad`: what was there before, or None, what came, and what is there now."""

    before: np.ndarray | None
    came: np.ndarray
    after: np.ndarray
    dtype: str

    def passage(self) -> Passage:
        """The sum, put into the format of `.grad`."""
        with np.errstate(all="ignore"):
            wanted = self.came if self.before is None else self.before + self.came
        return Passage("sum", self.dtype, wanted[None], self.after[None])


def name_of(dtype: torch.dtype) -> str:
    """`"float16"` for torch.float16."""
    return str(dtype).removeprefix("torch.")


def _passage(name: str, tensor: Tensor, wanted: np.ndarray) -> Passage:
    return Passage(name, name_of(tensor.dtype), wanted, as_array(tensor))


def _towards_leaf(node):
    """The next node of a backward chain that has one way; None behind its last."""
    return next((following for following, _ in node.next_functions if following is not None), None)
