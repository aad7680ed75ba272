"""The training loop of a pipeline, run for real: forward, backward, unscale, clip, step, update."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from gradlab.compute.scaling.clipping import clip
from gradlab.compute.scaling.model import model_of, weight_of
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class StepTaken:
    """What was seen during one step.

    scale: the loss scale it used, 1 without a scaler. next_scale: the one after it.
    gradients: a copy of `.grad` after each of the stages backward, unscale, clip that ran; under `"step"`, what
    the optimizer was given (where it was skipped: would have been).
    before, after: the weight. skipped: whether the scaler skipped the step.
    failed: the stage in which PyTorch raised, or nothing; error: its words.
    """

    scale: float
    next_scale: float
    gradients: dict[str, Tensor]
    before: Tensor
    after: Tensor
    skipped: bool
    failed: str = ""
    error: str = ""


class TrainingLoop:
    """One weight, its optimizer and, if there is one, its gradient scaler."""

    def __init__(self, pipeline: Pipeline, device: torch.device) -> None:
        """Set everything up; no step is taken yet."""
        self._pipeline = pipeline
        self._model = model_of(pipeline, device)
        self._weight = weight_of(pipeline, device, getattr(torch, pipeline.weight_dtype))
        self._optimizer = OPTIMIZERS[pipeline.optimizer].of(
            self._weight, learning_rate=pipeline.learning_rate, weight_decay=pipeline.weight_decay
        )
        self._scaler = None
        if pipeline.scaler:
            self._scaler = torch.amp.GradScaler(
                device.type, init_scale=pipeline.scale, growth_interval=pipeline.growth_interval
            )
        self._passes = pipeline.stale_backwards + 1
        # The only moment to see what the optimizer is given: some change `.grad` (SGD with Nesterov and foreach), and
        # `scaler.step` unscales it first.
        self._given: Tensor | None = None
        self._optimizer.register_step_pre_hook(self._note_given)

    @property
    def scale(self) -> float:
        """The loss scale of the next step, 1 without a scaler."""
        return self._scaler.get_scale() if self._scaler else 1.0

    @property
    def weight(self) -> Tensor:
        """A copy of the weight as it is now."""
        return self._weight.detach().clone()

    def step(self) -> StepTaken:
        """Take one step. An error of PyTorch's own ends it, and is part of what is returned."""
        self._given = None
        before, scale = self.weight, self.scale
        gradients, failed, error = self._run()
        return StepTaken(
            scale=scale,
            next_scale=self.scale,
            gradients=gradients,
            before=before,
            after=self.weight,
            skipped=self._given is None,
            failed=failed,
            error=error,
        )

    def _run(self) -> tuple[dict[str, Tensor], str, str]:
        self._backward()
        gradients = {"backward": self._weight.grad.clone()}
        for key, act in self._stages():
            try:
                act()
            except (RuntimeError, ValueError) as error:
                return gradients | {key: self._weight.grad.clone()}, self._culprit(key), str(error)
            gradients[key] = self._weight.grad.clone()
        if self._given is not None:
            gradients["step"] = self._given
        return gradients, "", ""

    def _stages(self) -> list[tuple[str, Callable[[], object]]]:
        """The stages after `backward()`: those that can be refused."""
        stages = []
        if self._scaler and self._pipeline.unscale in ("unscale_", "twice"):
            stages.append(("unscale", self._unscale))
        if self._pipeline.clip != "off":
            stages.append(("clip", lambda: clip(self._pipeline, self._weight)))
        return [*stages, ("step", self._step)]

    def _culprit(self, key: str) -> str:
        """The stage an error belongs to: `scaler.step` unscales by itself, before the optimizer begins."""
        unscales = self._scaler and self._pipeline.unscale == "in_step"
        return "unscale" if key == "step" and unscales and self._given is None else key

    def _backward(self) -> None:
        if not self._pipeline.stale_backwards:
            self._optimizer.zero_grad()
        for _ in range(self._passes):
            for micro_batch in self._model.micro_batches():
                loss = micro_batch.accumulated_loss(self._weight)
                (self._scaler.scale(loss) if self._scaler else loss).backward()
        self._passes = 1  # the earlier ones happen once

    def _unscale(self) -> None:
        self._scaler.unscale_(self._optimizer)
        if self._pipeline.unscale == "twice":
            self._scaler.unscale_(self._optimizer)

    def _step(self) -> None:
        if self._scaler and self._pipeline.unscale != "forgotten":
            self._scaler.step(self._optimizer)
            self._scaler.update()
        else:
            self._optimizer.step()

    def _note_given(self, *_: object) -> None:
        self._given = self._weight.grad.clone()
