"""All numbers of the page from gradient to step, computed anew: receipts at one and at 25 loss scales, and 50 steps."""

from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import process_time

import torch

from gradlab.compute.scaling import PRESETS, Pipeline, history, receipt, receipts_over_scales, warm_up

TURNS = 30
# What costs most of all that the page's settings can say: 750 backward passes, and as many clippings.
COSTLIEST = replace(
    PRESETS["accumulate"],
    micro_batches=(1,) * 6,
    stale_backwards=4,
    scaler=True,
    autocast="bfloat16",
    weight_dtype="float16",
    unscale="forgotten",
    clip="norm",
    clip_each="micro_batch",
    optimizer="adam",
)


def recomputation_milliseconds() -> float:
    """The milliseconds of CPU for the slowest preset, on one thread; the median of many turns."""
    return max(_median(lambda pipeline=pipeline: _all_of(pipeline)) for pipeline in PRESETS.values())


def costliest_milliseconds() -> float:
    """The same for the receipts at 25 loss scales of the costliest settings there are."""
    return _median(lambda: receipts_over_scales(COSTLIEST))


def _all_of(pipeline: Pipeline) -> None:
    receipt(pipeline)
    receipts_over_scales(pipeline)
    history(pipeline, steps=50)


def _median(computed: Callable[[], object]) -> float:
    torch.set_num_threads(1)
    warm_up()
    times = []
    for _ in range(TURNS):
        start = process_time()
        computed()
        times.append((process_time() - start) * 1e3)
    return median(times)
