"""What the tests of gradient to step share: pipelines of every kind, and how two results are compared."""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from gradlab import available_devices
from gradlab.compute.scaling import OPTIMIZERS, PRESETS, Pipeline
from gradlab.compute.scaling.pipeline import AUTOCASTS, CLIPPINGS, CLIPS, DIVISIONS, OPERATIONS, REDUCTIONS, UNSCALINGS
from gradlab.compute.scaling.pipeline import WEIGHT_DTYPES as DTYPES

DEVICES = available_devices()

on_devices = pytest.mark.parametrize("device", DEVICES)
over_presets = pytest.mark.parametrize("preset", PRESETS)
over_optimizers = pytest.mark.parametrize("optimizer", OPTIMIZERS)

# The same examples in every run, and none cut off because the machine is busy.
deterministic = settings(derandomize=True, deadline=None, max_examples=30)

# The points of y = 2x + 1 and a line through 0 with slope 1, of section "mean or sum" of every lecture on this.
LINE = {
    "weight": (1.0,),
    "inputs": tuple((float(x),) for x in range(1, 7)),
    "targets": tuple(2.0 * x + 1.0 for x in range(1, 7)),
    "operation": "linear",
    "learning_rate": 0.01,
}


def tiny(gradient: float, **settings) -> Pipeline:
    """A loss with this gradient: the factor is multiplied on in float32, so that only low precision can lose it."""
    return Pipeline(**({"weight": (0.0,), "inputs": ((1.0,),), "factor": gradient, "operation": "linear"} | settings))


@st.composite
def pipelines(draw) -> Pipeline:
    """A pipeline of any kind, small enough to read."""
    samples, elements = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    numbers = st.sampled_from((0.0, 1.0, -0.5, 3.0, -4.0, 0.1, 1e-4, 1e3))
    several = st.lists(numbers, min_size=samples, max_size=samples)
    return Pipeline(
        weight=draw(st.lists(numbers, min_size=elements, max_size=elements)),
        inputs=draw(
            st.lists(st.lists(numbers, min_size=elements, max_size=elements), min_size=samples, max_size=samples)
        ),
        targets=draw(st.none() | several),
        factor=draw(st.sampled_from((1.0, 1e-8, 1e-3, 1000.0))),
        operation=draw(st.sampled_from(OPERATIONS)),
        reduction=draw(st.sampled_from(REDUCTIONS)),
        micro_batches=draw(st.sampled_from((None, (1,) * samples, (1, samples - 1) if samples > 1 else (1,)))),
        division=draw(st.sampled_from(DIVISIONS)),
        stale_backwards=draw(st.sampled_from((0, 0, 2))),
        weight_dtype=draw(st.sampled_from(("float32", *DTYPES))),
        autocast=draw(st.sampled_from(AUTOCASTS)),
        scaler=draw(st.booleans()),
        scale=draw(st.sampled_from((1.0, 1024.0, 65536.0, 3.0))),
        growth_interval=draw(st.sampled_from((1, 3, 2000))),
        unscale=draw(st.sampled_from(UNSCALINGS)),
        clip=draw(st.sampled_from(CLIPS)),
        clip_at=draw(st.sampled_from((1.0, 0.01))),
        clip_each=draw(st.sampled_from(CLIPPINGS)),
        eps=draw(st.sampled_from((None, 1e-3))),
        optimizer=draw(st.sampled_from(tuple(OPTIMIZERS))),
        weight_decay=draw(st.sampled_from((None, 0.1))),
    )


def same(one: object, other: object) -> bool:
    """Whether two results are equal, arrays to the last bit and nan to nan."""
    if is_dataclass(one):
        names = [field.name for field in fields(one)]
        return type(one) is type(other) and all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other, equal_nan=True) if isinstance(one, np.ndarray) else one == other or one != one
