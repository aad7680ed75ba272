"""The stages before anything is rounded: the samples, their reduction, micro-batches, and a forgotten zero_grad."""

from collections.abc import Iterator

import numpy as np

from gradlab.compute.scaling.exact import Exact
from gradlab.compute.scaling.finding import Finding, whole
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Stage
from gradlab.compute.scaling.stage import ratio, stage_of

_SAME = 1e-9  # float64 adds up in another order


def loss_stages(pipeline: Pipeline, exact: Exact) -> Iterator[Stage]:
    """What the chosen loss, and how it is accumulated, make of the gradients of the samples."""
    if pipeline.samples > 1:
        share = 1.0 if pipeline.reduction == "sum" else 1.0 / pipeline.samples
        samples = whole("plain", exact.per_sample, samples=pipeline.samples)
        yield stage_of(pipeline, "per_sample", exact.per_sample, exact.per_sample, [samples])
        reduced = whole(pipeline.reduction, exact.gradient, samples=pipeline.samples)
        factor = np.full(pipeline.elements, share)
        yield stage_of(pipeline, "reduction", exact.per_sample, exact.gradient, [reduced], factor=factor)
    else:
        plain = whole("plain", exact.gradient)
        yield stage_of(pipeline, "gradient", exact.gradient, exact.gradient, [plain])
    if len(pipeline.micro_batches) > 1:
        found = _accumulated(pipeline, exact)
        yield stage_of(pipeline, "accumulation", exact.gradient, exact.accumulated, [found])
    if pipeline.stale_backwards:
        yield stage_of(pipeline, "zero_grad", exact.accumulated, exact.left, [_left(pipeline, exact)])


def _accumulated(pipeline: Pipeline, exact: Exact) -> Finding:
    values = {"parts": len(pipeline.micro_batches), "sizes": ", ".join(map(str, pipeline.micro_batches))}
    if np.allclose(exact.gradient, exact.accumulated, rtol=_SAME, atol=0.0):
        return whole("plain", exact.gradient, **values)
    if pipeline.division == "none":
        kind = "undivided"
    else:
        kind = "divided_sum" if pipeline.reduction == "sum" else "misweighted"
    factor = ratio(exact.accumulated, exact.gradient)
    if not np.isfinite(factor).all():
        return whole(
            f"{kind}_of_0", exact.gradient, "damage", gradient=exact.gradient, after=exact.accumulated, **values
        )
    return whole(kind, exact.gradient, "damage", factor=factor, **values)


def _left(pipeline: Pipeline, exact: Exact) -> Finding:
    if (exact.accumulated == exact.left).all():
        return whole("plain", exact.left)
    return whole("stale", exact.left, "damage", passes=pipeline.stale_backwards)
