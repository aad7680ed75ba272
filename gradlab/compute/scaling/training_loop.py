"""The training loop of a pipeline, run for real: forward, backward, unscale, clip, step, update."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from gradlab.compute.scaling.clipping import clip
from gradlab.compute.scaling.exact import optimizer_of
from gradlab.compute.scaling.model import model_of, weight_of
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.passage import Added, Passage, Watched
from gradlab.compute.scaling.pipeline import Pipeline


@dataclass(frozen=True)
class StepTaken:
    """What was seen during one step.

    scale: the loss scale it used, 1 without a scaler. next_scale: the one after it.
    gradients: a copy of `.grad` after each of the stages backward, unscale, clip that ran; under `"step"`, what
    the optimizer was given (where it was skipped: would have been).
    before, after: the weight. skipped: whether the scaler skipped the step.
    watched: the forward pass of each micro-batch, with what its `backward()` let by. sums: what was added in `.grad`.
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
    watched: tuple[Watched, ...]
    sums: tuple[Added, ...]
    norms: tuple[float, ...]
    unscalings: int
    square: Tensor | None
    failed: str = ""
    error: str = ""

    def passages(self) -> list[Passage]:
        """Every number on the way to `.grad`, in the order in which it was put into a format."""
        ran = self.watched[: len(self.sums)]
        on_the_way = (passage for watched in ran for passage in watched.passages(self.scale))
        return [*on_the_way, *(added.passage() for added in self.sums)]


@dataclass
class _Seen:
    """What is seen while a step runs."""

    gradients: dict[str, Tensor] = field(default_factory=dict)
    watched: tuple[Watched, ...] = ()
    sums: list[Added] = field(default_factory=list)
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

    def step(self) -> StepTaken:
        """Take one step. An error of PyTorch's own ends it, and is part of what is returned."""
        self._given, self._seen = None, _Seen()
        before, scale = self.weight, self.scale
        self._run()
        seen = self._seen
        return StepTaken(
            scale=scale,
            next_scale=self.scale,
            gradients=seen.gradients,
            before=before,
            after=self.weight,
            skipped=self._given is None,
            watched=seen.watched,
            sums=tuple(seen.sums),
            norms=tuple(seen.norms),
            unscalings=seen.unscalings,
            square=self._square(),
            failed=seen.failed,
            error=seen.error,
        )

    def _run(self) -> None:
        seen = self._seen
        for key, act in (("backward", self._backward), *self._stages()):
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

    def _backward(self) -> None:
        """Each pass is of the same samples at the same weight, so they share their forward passes."""
        if not self._pipeline.stale_backwards:
            self._optimizer.zero_grad()
        seen = self._seen
        seen.watched = tuple(Watched(micro_batch, self._weight) for micro_batch in self._model.micro_batches())
        turns = [watched for _ in range(self._passes) for watched in seen.watched]
        self._passes = 1  # the earlier ones happen once
        held = None if self._weight.grad is None else self._weight.grad.clone()
        for turn, watched in enumerate(turns):
            if turn and self._pipeline.clips_parts:
                self._clip()
                held = self._weight.grad.clone()
            loss = self._scaler.scale(watched.loss) if self._scaler else watched.loss
            loss.backward(retain_graph=turn + len(seen.watched) < len(turns))
            before, held = held, self._weight.grad.clone()
            seen.sums.append(Added(before, watched.arrived, held))

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
