"""What became of a gradient, stage by stage: the receipt of one step, and the history of many."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradlab.compute.scaling.finding import SEVERITIES, Finding, worst

STAGES = (
    "per_sample",
    "reduction",
    "gradient",
    "accumulation",
    "zero_grad",
    "backward",
    "unscale",
    "clip",
    "step",
    "write_back",
    "scale_update",
)
"""Every stage there can be, in order. One that is off, or changes nothing by definition, is not in a receipt."""


@dataclass(frozen=True)
class Stage:
    """One stage: what came, what left, and what happened in between.

    key: one of `STAGES`:
        per_sample: the gradient of each sample's loss, `[samples, elements]` (with more than one sample).
        reduction: their mean or sum, which is the unscaled gradient. gradient: the same, where there is one sample.
        accumulation: `.grad` after all micro-batches, in float64. zero_grad: with the earlier passes still in it.
        backward: `.grad` after `backward()` in the pipeline's precision, times the loss scale if there is a scaler.
            Only with a scaler, autocast, a narrow weight, or damage.
        unscale: `.grad` after `unscale_`. clip: `.grad` after the clipping.
        step: before: the gradient the optimizer was given; after: Δw, the step that its rule takes from it, in float64;
            where the optimizer's own numbers broke in their format, the step PyTorch took.
        write_back: before: the weight; after: the weight plus Δw, as its dtype can hold it.
        scale_update: before: the loss scale `[1]`; after: the scaler's next one.
    before, after: float64 arrays `[elements]` where nothing else is said.
    factor: after ÷ before for each element, what the stage multiplied by; nan where before is 0. In `reduction` 1 or
        1/N; in `write_back` the part of Δw that arrived.
    formula: LaTeX of what the stage computes, its symbols as `formula_of` has them. code: PyTorch's line (or lines).
    findings: what is true of it, element by element, and how bad that is.
    formats: the formats its numbers went through, such as `("float16", "float32")`; none where it is all exact.
    calls: how often PyTorch was called for it, where it raised the last time.
    error: PyTorch's own words where it raised; the receipt ends with that stage, and `after` is what `.grad` still is.
    """

    key: str
    before: np.ndarray
    after: np.ndarray
    factor: np.ndarray
    formula: str
    code: str
    findings: tuple[Finding, ...]
    formats: tuple[str, ...] = ()
    error: str = ""
    calls: int = 1

    @cached_property
    def severity(self) -> str:
        """The worst of its findings: `"fine"`, `"rounding"` or `"damage"`."""
        return worst(self.findings)

    @property
    def damage(self) -> str | None:
        """The kind of damage it did, the first of several; None where it did none."""
        return self.worst.kind if self.severity == "damage" else None

    @cached_property
    def worst(self) -> Finding | None:
        """The first of the findings that are as bad as that, unless all is fine."""
        bad = (finding for finding in self.findings if finding.severity == self.severity != "fine")
        return next(bad, None)


@dataclass(frozen=True)
class Receipt:
    """One step of a pipeline, from the gradient to the weight.

    stages: from the gradient to the weight and, with a scaler, its next scale.
    gradient: the unscaled gradient of the chosen loss, in float64, `[elements]`.
    step: Δw as the optimizer computed it; 0 where it was skipped, or an error came first.
    moved: how far the weight went, which is what its dtype let through of that.
    ratio: moved ÷ (−learning rate × gradient), one number an element: 1 for plain SGD with nothing wrong.
    expected: the ratio it should be: of the same reduction, clipping and optimizer on the unscaled gradient in float64.
    weight: the weight afterwards. scale: the loss scale of this step (1 without a scaler).
    device: where it ran, such as `"cpu"`.
    """

    stages: tuple[Stage, ...]
    gradient: np.ndarray
    step: np.ndarray
    moved: np.ndarray
    ratio: np.ndarray
    expected: np.ndarray
    weight: np.ndarray
    scale: float
    device: str

    def stage(self, key: str) -> Stage | None:
        """The stage of that key, or None where it is off."""
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def damaged(self) -> tuple[Stage, ...]:
        """The stages that did damage, in order."""
        return tuple(stage for stage in self.stages if stage.severity == "damage")

    @cached_property
    def severity(self) -> str:
        """The worst of its stages."""
        return max((stage.severity for stage in self.stages), key=SEVERITIES.index)

    @property
    def error(self) -> str:
        """PyTorch's words where it raised, or nothing."""
        return next((stage.error for stage in self.stages if stage.error), "")


@dataclass(frozen=True)
class History:
    """Many steps of one pipeline with the same samples, and with one optimizer and one scaler all along.

    scales: the loss scale that each step used, `[steps]`; 1 without a scaler. next_scale: the one after the last step.
    skipped: whether the step was skipped, `[steps]`.
    backward: `.grad` after `backward()`, `[steps, elements]`. gradients: `.grad` as the optimizer was given it, or
        would have been, `[steps, elements]`.
    weights: the weight before the first step and after each, `[steps + 1, elements]`.
    error: PyTorch's own words where it raised; the history ends before that step.
    device: where it ran.
    """

    scales: np.ndarray
    next_scale: float
    skipped: np.ndarray
    backward: np.ndarray
    gradients: np.ndarray
    weights: np.ndarray
    error: str
    device: str
