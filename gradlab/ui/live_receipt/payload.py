"""What the live receipt is sent: all numbers and texts of the page, for every loss scale.

A text that is the same for many scales travels once. The whole is made once for everyone who asks for the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from gradlab.compute.scaling import SEVERITIES, FloatRange, Pipeline, Receipt, Stage, float_range, program
from gradlab.figures.palette import PALETTE
from gradlab.figures.scaler_history import plot_history
from gradlab.figures.stage_magnitudes import Range, Stages, decades_of, plot_stages
from gradlab.text import words as words_of
from gradlab.text.written import written
from gradlab.ui.browser.packing import deflated, pack
from gradlab.ui.frame.kept import kept
from gradlab.ui.live_receipt.running import history_of, receipts_of
from gradlab.ui.live_receipt.sentences import row_of
from gradlab.ui.live_receipt.summary import summary_of

Words = Mapping[str, Any]


@kept(256)
def message(pipeline: Pipeline, language: str) -> str:
    """Everything the page shows of a pipeline at each of the scales S can take; without a scaler, at its own.

    JSON, deflated, which makes it a sixth as long: the same sentences stand there with other numbers.
    """
    told = payload(pipeline, receipts_of(pipeline), words_of(language)["scaling"])
    return deflated(json.dumps(told, allow_nan=False, ensure_ascii=False))


@kept(128)
def history_message(pipeline: Pipeline, language: str) -> str:
    """The picture of many steps from a pipeline's own scale."""
    history, words = history_of(pipeline), words_of(language)["scaling"]["picture"]
    drawn = plot_history(history.scales, history.skipped, history.weights, words, scaled=pipeline.scaler)
    return json.dumps(drawn, allow_nan=False, ensure_ascii=False)


def payload(pipeline: Pipeline, receipts: Sequence[Receipt], words: Words) -> dict[str, Any]:
    """The message as plain values."""
    pictures = [stages_of(receipt, words) for receipt in receipts]
    first = pictures[0]
    decades = decades_of(np.concatenate([picture.flat for picture in pictures]), first.formats)
    numbers = pack(
        {
            "heights": np.stack([decades.heights(picture.flat) for picture in pictures]),
            "values": np.stack([picture.flat for picture in pictures]),
            "flags": np.array([picture.flags for picture in pictures]),
        }
    )
    programs = [program(at, receipt).split("\n") for at, receipt in _each(pipeline, receipts)]
    distinct = {id(stage): stage for receipt in receipts for stage in receipt.stages}  # scales share some of them
    said = {name: vars(row_of(stage, words)) for name, stage in distinct.items()}
    rows = [[said[id(stage)] for stage in receipt.stages] for receipt in receipts]
    return {
        "count": len(receipts),
        "names": numbers.names,
        "base64": numbers.base64,
        "lines": [-1 if point is None else point for point in first.lines],
        "points": first.x,
        "stages": [
            {"key": stage.key, "name": words["stages"][stage.key], "code": stage.code} for stage in receipts[0].stages
        ],
        "rows": [_choices(variants) for variants in zip(*rows, strict=True)],
        "summaries": _choices([vars(summary_of(receipt, words["summary"])) for receipt in receipts]),
        "program": [_choices(variants) for variants in zip(*programs, strict=True)],
        "figure": plot_stages(first, decades, words["picture"]),
        "legend": legend(receipts[0], words["picture"]),
        "palette": PALETTE,
        "device": receipts[0].device,
        "words": {"live": words["live"], "title": words["summary"]["title"]},
    }


def stages_of(receipt: Receipt, words: Words) -> Stages:
    """The stages of a receipt as the picture draws them: what the gradient is after each, and last what arrived."""
    drawn = [stage for stage in receipt.stages if stage.key != "scale_update"]
    formats = [narrow_format(stage) for stage in drawn]
    return Stages(
        names=[words["ticks"][stage.key] for stage in drawn],
        numbers=[np.ravel(_drawn_numbers(stage)) for stage in drawn],
        severities=[SEVERITIES.index(stage.severity) for stage in drawn],
        formats=[_range(float_range(dtype)) if dtype else None for dtype in formats],
    )


def narrow_format(stage: Stage) -> str | None:
    """The format with the smallest range that the numbers of a stage went through, if one is narrower than float32."""
    narrow = [dtype for dtype in stage.formats if dtype != "float32"]
    return min(narrow, key=lambda dtype: float_range(dtype).largest, default=None)


def legend(receipt: Receipt, words: Mapping[str, str]) -> list[dict[str, str]]:
    """What each thing in the picture means: the marks, and the shading of the formats in use."""
    marks = [{"mark": severity, "text": words[severity]} for severity in SEVERITIES]
    formats = dict.fromkeys(filter(None, map(narrow_format, receipt.stages)))
    return [*marks, *(entry for dtype in formats for entry in _shading(dtype, words))]


def _shading(dtype: str, words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    edges = float_range(dtype)
    named = {"largest": edges.largest, "normal": edges.smallest_normal, "smallest": edges.smallest}
    values = {"dtype": dtype, **{name: written(edge, 3) for name, edge in named.items()}}
    yield {"mark": "range", "text": words["range"].format(**values)}
    yield {"mark": "digits", "text": words["digits"].format(**values)}


def plot_own_stages(receipt: Receipt, words: Words) -> dict[str, Any]:
    """The picture of a single receipt, for where nothing moves."""
    stages = stages_of(receipt, words)
    return plot_stages(stages, decades_of(stages.flat, stages.formats), words["picture"])


def _range(edges: FloatRange) -> Range:
    return Range(edges.smallest, edges.smallest_normal, edges.largest)


def _drawn_numbers(stage: Stage) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return stage.after - stage.before if stage.key == "write_back" else stage.after


def _each(pipeline: Pipeline, receipts: Sequence[Receipt]) -> Iterator[tuple[Pipeline, Receipt]]:
    """Each receipt with the pipeline it is of."""
    for receipt in receipts:
        yield (pipeline.at_scale(receipt.scale) if len(receipts) > 1 else pipeline), receipt


def _choices(values: Sequence[Any]) -> dict[str, list]:
    """The different ones among values, and which of them stands at each place; no places where all are one."""
    distinct: list[Any] = []
    at = []
    for value in values:
        if value not in distinct:
            distinct.append(value)
        at.append(distinct.index(value))
    return {"of": distinct, "at": at if len(distinct) > 1 else []}
