"""What each stage did to the gradient, in words, and the one number that sums a step up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradlab.compute.scaling import OPTIMIZERS, Pipeline, Receipt, Stage, float_range
from gradlab.text.written import written

# In these rows what came is as much of the story as what left.
_FROM_TO = ("write_back", "scale_update")
_FACTORLESS = ("per_sample", "gradient", "write_back", "step")
_DIGITS = 7  # as many as float32 has
_CLOSE = 1e-3  # relatively: to three digits as it should be


@dataclass(frozen=True)
class Row:
    """A row of the receipt: number, factor, what happened, and if it did damage, what kind."""

    number: str
    factor: str
    said: str
    damage: str


def row_of(pipeline: Pipeline, receipt: Receipt, stage: Stage, words: Mapping[str, Any]) -> Row:
    """The row of one stage."""
    number = vector(stage.after, _DIGITS)
    if stage.key in _FROM_TO:
        number = f"{vector(stage.before, _DIGITS)} → {number}"
    said = words["said"][stage.key][form_of(pipeline, stage)].format(**_values(pipeline, receipt, stage))
    return Row(
        number=number,
        factor=""
        if stage.key in _FACTORLESS or np.isnan(stage.factor).any()
        else f"× {vector(stage.factor, alike=True)}",
        said=f"{words['pytorch_says'].format(error=stage.error)} {said}" if stage.error else said,
        damage=words["damage"][stage.damage] if stage.damage else "",
    )


def form_of(pipeline: Pipeline, stage: Stage) -> str:
    """Which of the sentences of a stage is the one to say."""
    if stage.error:
        return _refusal(pipeline, stage)
    if stage.damage:
        return stage.damage
    return _FORMS.get(stage.key, lambda *_: "plain")(pipeline, stage)


def _refusal(pipeline: Pipeline, stage: Stage) -> str:
    if stage.key != "unscale":
        return "refused"
    if pipeline.unscale == "twice" and pipeline.weight_dtype != "float16":
        return "refused_twice"
    return "refused_float16" if pipeline.weight_dtype == "float16" else "refused"


def _backward(pipeline: Pipeline, stage: Stage) -> str:  # noqa: ARG001
    return "scaled" if pipeline.scaler else "narrow"


def _unscale(pipeline: Pipeline, stage: Stage) -> str:
    if not np.isfinite(stage.after).all():
        return "not_finite"
    if not stage.before.any():
        return "zero"
    return "in_step" if pipeline.unscale == "in_step" and pipeline.clip != "off" else "plain"


def _clip(pipeline: Pipeline, stage: Stage) -> str:  # noqa: ARG001
    if not np.isfinite(stage.after).all():
        return "not_finite"
    return "within" if np.allclose(stage.before, stage.after, rtol=1e-5, atol=0) else "clipped"


def _step(pipeline: Pipeline, stage: Stage) -> str:
    if not stage.after.any():
        return "nothing"
    if not OPTIMIZERS[pipeline.optimizer].proportional:
        return "adaptive"
    return "decayed" if pipeline.weight_decay else "plain"


def _scale_update(pipeline: Pipeline, stage: Stage) -> str:  # noqa: ARG001
    change = stage.after[0] - stage.before[0]
    return "halved" if change < 0 else "doubled" if change > 0 else "same"


def _write_back(pipeline: Pipeline, stage: Stage) -> str:  # noqa: ARG001
    return "same" if (stage.before == stage.after).all() else "plain"


_FORMS = {
    "reduction": lambda pipeline, _: pipeline.reduction,
    "backward": _backward,
    "unscale": _unscale,
    "clip": _clip,
    "step": _step,
    "write_back": _write_back,
    "scale_update": _scale_update,
}


def _values(pipeline: Pipeline, receipt: Receipt, stage: Stage) -> dict[str, Any]:
    """All that a sentence may name."""
    narrow = pipeline.weight_dtype if pipeline.autocast == "off" else pipeline.autocast
    before = np.linalg.norm(stage.before)
    return {
        "before": vector(stage.before),
        "after": vector(stage.after),
        "factor": vector(stage.factor, alike=True),
        "wanted": vector(stage.before * receipt.scale if stage.key == "backward" else stage.before),
        "off": _off(receipt, stage),
        "scale": written(receipt.scale, 9),
        "dtype": narrow,
        "weight_dtype": pipeline.weight_dtype,
        "largest": written(float_range(narrow).largest, 5),
        "smallest": written(float_range(narrow).smallest, 3),
        "samples": pipeline.samples,
        "parts": len(pipeline.micro_batches),
        "sizes": ", ".join(str(size) for size in pipeline.micro_batches),
        "passes": pipeline.stale_backwards,
        "limit": written(pipeline.clip_at),
        "norm": written(before),
        "rate": written(pipeline.learning_rate),
        "optimizer": OPTIMIZERS[pipeline.optimizer].title,
        "step": vector(receipt.step),
        "interval": pipeline.growth_interval,
    }


def _off(receipt: Receipt, stage: Stage) -> str:
    """By how many percent a rounding was off, in the worst element."""
    wanted = stage.before * receipt.scale if stage.key == "backward" else stage.before
    wanted, got = (receipt.step, stage.after - stage.before) if stage.key == "write_back" else (wanted, stage.after)
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.abs(got / wanted - 1.0)
    return f"{written(float(np.max(off)) * 100, 2)} %"


@dataclass(frozen=True)
class Summary:
    """The step taken ÷ (−learning rate × gradient), what it should be, and what that means."""

    ratio: str
    expected: str
    verdict: str
    well: bool


def summary_of(receipt: Receipt, words: Mapping[str, str]) -> Summary:
    """Sum a step up."""
    well = not receipt.damaged and bool(np.allclose(receipt.ratio, receipt.expected, rtol=_CLOSE, equal_nan=True))
    return Summary(
        ratio=vector(receipt.ratio, 4),
        expected=words["expected"].format(expected=vector(receipt.expected, 4)),
        verdict=_verdict(receipt, words, well=well),
        well=well,
    )


def _verdict(receipt: Receipt, words: Mapping[str, str], *, well: bool) -> str:
    if receipt.error:
        return words["refused"]
    if not np.isfinite(receipt.gradient).all() or not receipt.gradient.any():
        return words["no_gradient"]
    if not receipt.moved.any():
        return words["no_step"]
    if well:
        return words["well"]
    with np.errstate(divide="ignore", invalid="ignore"):
        times = float(np.max(np.abs(receipt.ratio / receipt.expected)))
    if abs(times - 1.0) < _CLOSE:
        return words["nearly"]
    large = times > 1
    return words["too_large" if large else "too_small"].format(times=written(times if large else 1 / times, 4))


def vector(numbers: np.ndarray, digits: int = 6, *, alike: bool = False) -> str:
    """Numbers as the page writes them: `5`, or `(3, 4)`, or the samples side by side.

    alike: whether numbers that are written the same are written once.
    """
    texts = [written(float(number), digits) for number in np.ravel(numbers)]
    if len(texts) == 1 or (alike and len(set(texts)) == 1):
        return texts[0]
    return ", ".join(texts) if numbers.ndim > 1 else f"({', '.join(texts)})"
