"""What the page computes, once for everyone who asks for the same."""

from dataclasses import replace

from gradlab.compute import scaling
from gradlab.compute.scaling import SCALES, History, Pipeline, Receipt
from gradlab.ui.frame.kept import kept


def receipts_of(pipeline: Pipeline) -> tuple[Receipt, ...]:
    """The receipts of a pipeline for every scale, in the order of SCALES; without a scaler there is one."""
    return _receipts(pipeline) if pipeline.scaler else (_receipt(pipeline),)


def as_for_all(pipeline: Pipeline) -> Pipeline:
    """The pipeline as it is for every scale alike, so that all of them ask for the same."""
    return replace(pipeline, scale=1.0) if pipeline.scaler else pipeline


def own_receipt(pipeline: Pipeline) -> Receipt:
    """The receipt at the pipeline's own scale."""
    return receipts_of(as_for_all(pipeline))[own_row(pipeline)]


def own_row(pipeline: Pipeline) -> int:
    """Where the receipt at the pipeline's own scale stands among all."""
    return SCALES.index(pipeline.scale) if pipeline.scaler else 0


@kept(128)
def history_of(pipeline: Pipeline) -> History:
    """Many steps of a pipeline."""
    return scaling.history(pipeline)


@kept(128)
def _receipt(pipeline: Pipeline) -> Receipt:
    return scaling.receipt(pipeline)


@kept(128)
def _receipts(pipeline: Pipeline) -> tuple[Receipt, ...]:
    return scaling.receipts_over_scales(pipeline)
