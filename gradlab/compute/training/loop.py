"""The training loop, run for real: forward, backward, unscale, clip, step."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from gradlab.compute.training.model import Batch, model_of
from gradlab.compute.training.optimizers import SCHEDULES, optimizer_of
from gradlab.compute.training.training import Training

STAGES = ("forward", "backward", "unscale", "clip", "step")
"""What a step consists of, in the order of a loop that clips at the right place."""

Watch = Callable[[str], AbstractContextManager]


@dataclass(frozen=True)
class StepTaken:
    """What was seen during one step; every tensor is a copy on the device, nothing was waited for.

    loss: of the batch (of several that were added up: as they were added), before the step.
    gradient: the unscaled gradient of that loss, all parameters in one row `[P]`: recorded after `backward()`, before
    anything clipped it, divided by the loss scale, without what `.grad` held before.
    given: `.grad` as the optimizer took it, or, where the step was skipped, would have.
    weights: the parameters after the step, `[P]`. scale: the loss scale, 1 without a scaler.
    learning_rate: of this step. skipped: whether the scaler skipped it.
    """

    loss: Tensor
    gradient: Tensor
    given: Tensor
    weights: Tensor
    scale: float
    learning_rate: float
    skipped: bool


class TrainingLoop:
    """A model, its optimizer and, if there are such, its schedule and its gradient scaler."""

    def __init__(self, training: Training, device: torch.device) -> None:
        """Set everything up; no step is taken yet."""
        self._training, self._device = training, device
        self.model = model_of(training, device)
        self._batches = self.model.batches()
        self._optimizer = optimizer_of(
            training.optimizer, self.model.parameters, training.learning_rate, dict(training.options)
        )
        self._schedule = SCHEDULES[training.schedule].make(self._optimizer, training.steps)
        self._scaler = None
        if training.scaler:
            self._scaler = torch.amp.GradScaler(
                device.type, init_scale=training.scale, growth_interval=training.growth_interval
            )
        # A hook on a leaf sees the gradient of one `backward()` alone, whatever `.grad` held before.
        self._fresh: list[Tensor | None] = [None] * len(self.model.parameters)
        for index, parameter in enumerate(self.model.parameters):
            parameter.register_hook(self._note_of(index))
        # The only moment to see what the optimizer is given: `scaler.step` unscales first, and may not call it at all.
        self._given: Tensor | None = None
        self._optimizer.register_step_pre_hook(self._note_given)

    @property
    def weights(self) -> Tensor:
        """A copy of all parameters in one row `[P]`."""
        return self._row([parameter.detach() for parameter in self.model.parameters])

    def step(self, watch: Watch = lambda stage: nullcontext()) -> StepTaken:  # noqa: ARG005
        """Take one step. `watch(stage)` gives a context in which that stage of `STAGES` runs."""
        training = self._training
        scale = self._scaler.get_scale() if self._scaler else 1.0
        learning_rate = self._optimizer.param_groups[0]["lr"]
        self._given = None
        if training.zero_grad:
            self._optimizer.zero_grad()
        loss = self._passes(watch)
        gradient = self._row(self._fresh) * (1.0 / scale) if self._scaler else self._row(self._fresh)
        self._fresh = [None] * len(self._fresh)
        self._finish(watch)
        return StepTaken(
            loss=loss,
            gradient=gradient,
            given=self._held() if self._given is None else self._given,
            weights=self.weights,
            scale=scale,
            learning_rate=float(learning_rate),
            skipped=self._given is None,
        )

    def _passes(self, watch: Watch) -> Tensor:
        """Forward and backward, for every batch of the step."""
        total = None
        for _ in range(self._training.accumulation):
            batch = next(self._batches)
            with watch("forward"):
                loss = self._shared(self._loss(batch))
            with watch("backward"):
                (self._scaler.scale(loss) if self._scaler else loss).backward(gradient=self.model.vector)
            seen = loss.detach() if self.model.vector is None else (loss.detach() * self.model.vector).sum()
            total = seen if total is None else total + seen
        return total

    def _loss(self, batch: Batch) -> Tensor:
        autocast = self._training.autocast
        narrow = nullcontext() if autocast == "off" else self._autocast(getattr(torch, autocast))
        with narrow:
            prediction = self.model.prediction(batch)
        return self.model.loss(batch, prediction)

    def _autocast(self, dtype: torch.dtype) -> torch.autocast:
        return torch.autocast(self._device.type, dtype=dtype)

    def _shared(self, loss: Tensor) -> Tensor:
        """A batch's share of the loss of all that are added up: a mean is divided, a sum is not."""
        training = self._training
        divided = training.accumulation > 1 and training.subject.reduction != "sum"
        return loss / training.accumulation if divided else loss

    def _finish(self, watch: Watch) -> None:
        training, scaler, optimizer = self._training, self._scaler, self._optimizer
        if scaler and not training.clip_scaled:
            with watch("unscale"):
                scaler.unscale_(optimizer)
        if training.clip != "off":
            with watch("clip"):
                self._clip()
        with watch("step"):
            scaler.step(optimizer) if scaler else optimizer.step()
        if scaler:
            scaler.update()
        if self._schedule:
            self._schedule.step()

    def _clip(self) -> None:
        if self._training.clip == "norm":
            clip_grad_norm_(self.model.parameters, max_norm=self._training.clip_at)
        else:
            clip_grad_value_(self.model.parameters, clip_value=self._training.clip_at)

    def _note_of(self, index: int) -> Callable[[Tensor], None]:
        def note(gradient: Tensor) -> None:
            before = self._fresh[index]
            self._fresh[index] = gradient if before is None else before + gradient

        return note

    def _note_given(self, *_: object) -> None:
        self._given = self._held()

    def _held(self) -> Tensor:
        return self._row([parameter.grad for parameter in self.model.parameters])

    def _row(self, tensors: Sequence[Tensor | None]) -> Tensor:
        """A tensor for each parameter, copied into one row; 0 for a parameter that the loss does not speak of."""
        pairs = zip(tensors, self.model.parameters, strict=True)
        return torch.cat([(torch.zeros_like(p) if t is None else t).flatten() for t, p in pairs])
