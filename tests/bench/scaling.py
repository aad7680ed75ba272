"""All numbers of the page from gradient to step, computed anew: one receipt, those of 25 loss scales, and 50 steps."""

from statistics import median
from time import process_time

import torch

from gradlab.compute.scaling import PRESETS, Pipeline, history, receipt, receipts_over_scales, warm_up

TURNS = 30


def recomputation_milliseconds() -> float:
    """The milliseconds of CPU for the slowest preset, on one thread; the median of many turns."""
    torch.set_num_threads(1)
    warm_up()
    return max(median(_milliseconds(pipeline) for _ in range(TURNS)) for pipeline in PRESETS.values())


def _milliseconds(pipeline: Pipeline) -> float:
    start = process_time()
    receipt(pipeline)
    receipts_over_scales(pipeline)
    history(pipeline, steps=50)
    return (process_time() - start) * 1e3
