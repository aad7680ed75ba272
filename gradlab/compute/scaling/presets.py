"""Pipelines that each teach one thing: `PRESETS`. `Pipeline()` itself is the plain step to begin with."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gradlab.compute.scaling.pipeline import Pipeline

_LINE = Pipeline(  # the loss of y = w·x on points of y = 2x + 1
    weight=(1.0,),
    inputs=tuple((float(x),) for x in range(1, 7)),
    targets=tuple(2.0 * x + 1.0 for x in range(1, 7)),
    operation="linear",
    learning_rate=0.01,
)
_TIMES_FIVE = Pipeline()  # the loss A*5 at A = 5
# 6 × 20000 is beyond float16.
_TOO_LARGE = replace(_LINE, weight=(20000.0,), autocast="float16")

PRESETS: Mapping[str, Pipeline] = MappingProxyType(
    {
        "vanishing": Pipeline(
            weight=(0.0,),  # at 1 the step of 1e-9 would be swallowed: another lesson
            inputs=((1.0,),),
            factor=1e-8,
            operation="linear",
            autocast="float16",
            scaler=True,
            scale=1.0,
            learning_rate=1.0,
        ),
        "overflow": replace(_TIMES_FIVE, operation="linear", autocast="float16", scaler=True),
        "clip": Pipeline(
            weight=(1.0, 1.0), inputs=((3.0, 4.0),), scaler=True, scale=1024.0, unscale="in_step", clip="norm"
        ),
        "forgotten_unscale": replace(_TIMES_FIVE, weight=(1.0,), scaler=True, scale=1024.0, unscale="forgotten"),
        "mean_or_sum": replace(_LINE, reduction="sum"),
        "accumulate": replace(_LINE, micro_batches=(1, 2, 3), division="count"),
        "precision": replace(_LINE, autocast="bfloat16", scaler=True),
        "adam": replace(_TIMES_FIVE, factor=1000.0, optimizer="adam"),
        "nan_loss": _TOO_LARGE,
        "halving": replace(_TOO_LARGE, scaler=True),
        "fp16_weights": replace(_TIMES_FIVE, weight_dtype="float16", scaler=True, scale=1024.0),
        "swallowed": Pipeline(weight=(1.0,), inputs=((1.0,),), weight_dtype="bfloat16", learning_rate=1e-3),
    }
)
