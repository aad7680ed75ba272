"""The training loop of a pipeline, run for real: forward, backward, unscale, clip, step, update."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor

from gradlab.compute.scaling.backwards import Backwards, run_backwards
from gradlab.compute.scaling.clipping import clip
from gradlab.compute.scaling.exact import optimizer_of
from gradlab.compute.scaling.model import model_of, weight_of
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.passage import Added, Backward, Passage
from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class StepTaken:
    """What was seen during one step.

    scale: the loss scale it used, 1 without a scaler. next_scale: the one after it.
    gradients: a copy of `.grad` after each of the stages backward, unscale, clip that ran; under `"step"`, what
    the optimizer was given (where it was skipped: would have been).
    before, after: the weight. skipped: whether the scaler skipped the step.
    ran: the backward pass of each micro-batch, with what it let by. sums: what was added in `.grad`.
    norms: what `clip_grad_norm_` returned, each time. unscalings: how often `unscale_` was called, the failed one
    included. square: what the optimizer divides by the root of, in its own format, where there is such a thing.
    failed: the stage in which PyTorch raised, or nothing; error: its words.
    """

    scale: float
    next_scale: float
    gradients: dict[str, Tensor]
    before: Tensor
    after: Tensor
    skipped: bool
    ran: tuple[Backward, ...]
    sums: tuple[Added, ...]
    norms: tuple[float, ...]
    unscalings: int
    square: Tensor | None
    failed: str = ""
    error: str = ""

    def passages(self) -> list[Passage]:
        """Every number on the way to `.grad`, in the order in which it was put into a format."""
        on_the_way = (passage for backward in self.ran for passage in backward.passages(self.scale))
        return [*on_the_way, *(added.passage() for added in self.sums)]


@dataclass
class _Seen:
    """What is seen while a step runs."""

    gradients: dict[str, Tensor] = field(default_factory=dict)
    ran: tuple[Backward, ...] = ()
    sums: tuple[Added, ...] = ()
    norms: list[float] = field(default_factory=list)
    unscalings: int = 0
    failed: str = ""
    error: str = ""


class TrainingLoop:
    """One weight, its optimizer and, if there is one, its gradient scaler."""

    def __init__(self, pipeline: Pipeline, device: torch.device) -> None:
        """Set everything up; no step is taken yet."""
        self._pipeline = pipeline
        self._model = model_of(pipeline, device)
        self._weight = weight_of(pipeline, device, getattr(torch, pipeline.weight_dtype))
        self._optimizer = optimizer_of(pipeline, self._weight)
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

    def step(self, backwards: Backwards | None = None) -> StepTaken:
        """Take one step. An error of PyTorch's own ends it, and is part of what is returned.

        backwards: of this step, where they have been run already.
        """
        self._given, self._seen = None, _Seen()
        before, scale = self.weight, self.scale
        self._run(backwards or self.backwards([self])[0])
        seen = self._seen
        return StepTaken(
            scale=scale,
            next_scale=self.scale,
            gradients=seen.gradients,
            before=before,
            after=self.weight,
            skipped=self._given is None,
            ran=seen.ran,
            sums=seen.sums,
            norms=tuple(seen.norms),
            unscalings=seen.unscalings,
            square=self._square(),
            failed=seen.failed,
            error=seen.error,
        )

    def backwards(self, loops: Sequence["TrainingLoop"]) -> list[Backwards]:
        """The `backward()` of the next step for each of these loops, which differ from this in their scaler alone."""
        if not self._pipeline.stale_backwards:
            self._optimizer.zero_grad()
        passes, self._passes = self._passes, 1  # the earlier ones happen once
        return run_backwards(self._model, self._weight, [loop.scaled for loop in loops], passes)

    def scaled(self, loss: Tensor) -> Tensor:
        """A loss times the loss scale, if there is a scaler."""
        return self._scaler.scale(loss) if self._scaler else loss

    def _run(self, backwards: Backwards) -> None:
        seen = self._seen
        for key, act in (("backward", partial(self._take_over, backwards)), *self._stages()):
            try:
                act()
            except (RuntimeError, ValueError) as error:
                seen.failed, seen.error = self._culprit(key), str(error)
                seen.gradients[seen.failed] = self._weight.grad.clone()
            seen.gradients[key] = self._weight.grad.clone()
            if seen.error:
                return
        if self._given is not None:
            seen.gradients["step"] = self._given

    def _stages(self) -> list[tuple[str, Callable[[], object]]]:
        """The stages after `backward()`: those that can be refused."""
        stages = []
        if self._pipeline.clips_parts:
            stages.append(("clip", self._clip))
        if self._scaler and self._pipeline.unscale in ("unscale_", "twice"):
            stages.append(("unscale", self._unscale))
        if self._pipeline.clip != "off" and not self._pipeline.clips_parts:
            stages.append(("clip", self._clip))
        return [*stages, ("step", self._step)]

    def _culprit(self, key: str) -> str:
        """The stage an error belongs to: `scaler.step` unscales by itself, before the optimizer begins.

        What is refused between one `backward()` and the next is the clipping.
        """
        if key == "backward":
            return "clip"
        unscales = self._scaler and self._pipeline.unscale == "in_step"
        return "unscale" if key == "step" and unscales and self._given is None else key

    def _take_over(self, backwards: Backwards) -> None:
        """Have in `.grad` what they left there."""
        seen = self._seen
        self._weight.grad = backwards.gradient
        seen.ran, seen.sums, seen.norms = backwards.ran, backwards.sums, list(backwards.norms)
        if backwards.error:
            raise backwards.error

    def _clip(self) -> None:
        norm = clip(self._pipeline, self._weight)
        if norm is not None:
            self._seen.norms.append(norm)

    def _unscale(self) -> None:
        for _ in range(2 if self._pipeline.unscale == "twice" else 1):
            self._seen.unscalings += 1
            self._scaler.unscale_(self._optimizer)

    def _step(self) -> None:
        if self._scaler and self._pipeline.unscale != "forgotten":
            self._scaler.step(self._optimizer)
            self._scaler.update()
        else:
            self._optimizer.step()

    def _square(self) -> Tensor | None:
        """The optimizer's mean of squares, in the format it keeps it in; None before its first step."""
        square = self._optimizer.state.get(self._weight, {}).get(OPTIMIZERS[self._pipeline.optimizer].square)
        return None if square is None else square.clone()

    def _note_given(self, *_: object) -> None:
        self._given = self._weight.grad.clone()
