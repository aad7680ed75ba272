"""What the live receipt is sent: all numbers and texts of the page, for every loss scale."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gradlab.compute.scaling import History, Pipeline, Receipt, Stage, float_range, program
from gradlab.figures.palette import PALETTE
from gradlab.figures.scaler_history import plot_history
from gradlab.figures.stage_magnitudes import Range, Stages, decades_of, plot_stages
from gradlab.ui.browser.packing import pack
from gradlab.ui.live_receipt.running import own_row
from gradlab.ui.live_receipt.sentences import row_of, summary_of

Words = Mapping[str, Any]


def payload(pipeline: Pipeline, receipts: tuple[Receipt, ...], history: History | None, words: Words) -> dict[str, Any]:
    """Everything the page shows of a pipeline, for each of the receipts: one for every scale, or a single one."""
    held = _float16()
    pictures = [stages_of(pipeline, receipt, words) for receipt in receipts]
    decades = decades_of(np.concatenate([picture.flat for picture in pictures]), held)
    own = own_row(pipeline, receipts)
    numbers = pack(
        {
            "heights": np.stack([decades.heights(picture.flat) for picture in pictures]),
            "values": np.stack([picture.flat for picture in pictures]),
            "flags": np.array([picture.flags for picture in pictures]),
        }
    )
    return {
        "own": own,
        "count": len(receipts),
        "names": numbers.names,
        "base64": numbers.base64,
        "lines": [-1 if point is None else point for point in pictures[own].lines],
        "points": pictures[own].x,
        "stages": [
            {"key": stage.key, "name": words["stages"][stage.key], "code": stage.code} for stage in receipts[own].stages
        ],
        "rows": [
            [vars(row_of(at, receipt, stage, words)) for stage in receipt.stages]
            for at, receipt in _each(pipeline, receipts)
        ],
        "summaries": [vars(summary_of(receipt, words["summary"])) for receipt in receipts],
        "programs": [program(at, receipt) for at, receipt in _each(pipeline, receipts)],
        "figure": plot_stages(pictures[own], decades, held, words["picture"]).to_json(),
        "history": "" if history is None else _history_of(pipeline, history, words["picture"]),
        "palette": PALETTE,
        "device": receipts[own].device,
        "words": {name: words[name] for name in ("live", "summary", "picture")},
    }


def stages_of(pipeline: Pipeline, receipt: Receipt, words: Words) -> Stages:
    """The stages of a receipt as the picture draws them: what the gradient is after each, and last what arrived."""
    drawn = [stage for stage in receipt.stages if stage.key != "scale_update"]
    keys = [stage.key for stage in drawn]
    in_float16 = "float16" in (pipeline.autocast, pipeline.weight_dtype)
    return Stages(
        names=[words["ticks"][key] for key in keys],
        numbers=[np.ravel(_drawn_numbers(stage)) for stage in drawn],
        damaged=[stage.damage is not None for stage in drawn],
        gate=keys.index("backward") if in_float16 and "backward" in keys else None,
    )


def plot_own_stages(pipeline: Pipeline, receipt: Receipt, words: Words):
    """The picture of a single receipt, for where nothing moves."""
    stages = stages_of(pipeline, receipt, words)
    return plot_stages(stages, decades_of(stages.flat, _float16()), _float16(), words["picture"])


def _float16() -> Range:
    edges = float_range("float16")
    return Range(edges.smallest, edges.smallest_normal, edges.largest)


def _drawn_numbers(stage: Stage) -> np.ndarray:
    return stage.after - stage.before if stage.key == "write_back" else stage.after


def _each(pipeline: Pipeline, receipts: tuple[Receipt, ...]) -> Iterator[tuple[Pipeline, Receipt]]:
    """Each receipt with the pipeline it is of."""
    for receipt in receipts:
        yield (replace(pipeline, scale=receipt.scale) if pipeline.scaler else pipeline), receipt


def _history_of(pipeline: Pipeline, history: History, words: Mapping[str, str]) -> str:
    drawn = plot_history(history.scales, history.skipped, history.weights, words, scaled=pipeline.scaler)
    return drawn.to_json()
