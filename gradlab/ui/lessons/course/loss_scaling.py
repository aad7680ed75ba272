"""Loss scaling: what is clipped must have been unscaled, and S must leave room for the gradient."""

from dataclasses import replace

from gradlab.compute.scaling import PRESETS, SCALES, Pipeline, Receipt, float_range
from gradlab.text.written import written
from gradlab.ui.lessons.lesson import Lesson, Question, StepSetting, Task
from gradlab.ui.live_receipt.running import as_for_all, own_receipt, receipts_of

_PLAIN = Pipeline(weight=(2.0,), inputs=((5.0,),), clip="norm")
_CLIPPED = replace(_PLAIN, scaler=True, scale=1024.0)
_UNCLIPPED = replace(_CLIPPED, clip="off")
_ORDERS = {
    "after_unscale": _CLIPPED,
    "before_unscale": replace(_CLIPPED, unscale="in_step"),
    "after_step": _UNCLIPPED,  # what is clipped afterwards, no step is taken with
}
_LARGE = PRESETS["overflow"]
_SMALL = replace(_LARGE, scale=1.0)


def _weight(receipt: Receipt) -> str:
    return written(receipt.weight.item(), 5)


def _after(receipt: Receipt, stage: str) -> str:
    return written(receipt.stage(stage).after.item())


def _order_facts() -> dict[str, str]:
    found = {name: own_receipt(pipeline) for name, pipeline in _ORDERS.items()}
    plain = own_receipt(_PLAIN)
    (right,) = [name for name, receipt in found.items() if receipt.weight == plain.weight]
    return {
        "weight": written(_PLAIN.weight[0]),
        "gradient": written(plain.gradient.item()),
        "scale": written(_CLIPPED.scale),
        "scaled": _after(found["after_unscale"], "backward"),
        "limit": written(_CLIPPED.clip_at),
        "left": _after(found["before_unscale"], "unscale"),
        **{f"w_{name}": _weight(receipt) for name, receipt in found.items()},
        "right": right,
    }


def _overflow_facts() -> dict[str, str]:
    small, large = own_receipt(_SMALL), own_receipt(_LARGE)
    skipped = large.scale > large.stage("scale_update").after.item() and not large.moved.any()
    return {
        "largest": written(float_range(_LARGE.autocast).largest),
        "small": written(_SMALL.scale),
        "scale": written(_LARGE.scale),
        "weight": written(_LARGE.weight[0]),
        "moved": _weight(small),
        "given": _after(large, "backward"),
        "next": _after(large, "scale_update"),
        "outcome": "skipped" if skipped else "same" if large.moved == small.moved else "capped",
    }


def _largest_taken() -> int:
    """The number of the largest scale with which the step is taken."""
    return max(at for at, receipt in enumerate(receipts_of(as_for_all(_LARGE))) if receipt.moved.any())


def _largest_facts() -> dict[str, str]:
    at, receipts = _largest_taken(), receipts_of(as_for_all(_LARGE))
    return {
        "largest": written(float_range(_LARGE.autocast).largest),
        "scale": written(SCALES[at]),
        "gradient": _after(receipts[at], "backward"),
        "twice": written(SCALES[at + 1]),
        "overflow": _after(receipts[at + 1], "backward"),
    }


LESSON = Lesson(
    order=10,
    stages=(
        Question(
            "order",
            StepSetting(_UNCLIPPED),
            _order_facts,
            {name: name for name in _ORDERS},
            "right",
            after=StepSetting(_CLIPPED),
            played={name: StepSetting(pipeline) for name, pipeline in _ORDERS.items()},
        ),
        Question(
            "overflow",
            StepSetting(_SMALL),
            _overflow_facts,
            {"same": "same", "capped": "capped", "skipped": "skipped"},
            "outcome",
            after=StepSetting(_LARGE),
        ),
        Task(
            "largest",
            StepSetting(_LARGE),
            lambda pipeline: pipeline.scale == SCALES[_largest_taken()],
            _largest_facts,
        ),
    ),
)
