"""The one sentence that says what the picture shows, for what leaves the page. On it live_chart/sentence.js says it."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

from gradlab.compute.cause import Cause
from gradlab.compute.slopes import Verdict
from gradlab.text.written import signed, written
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import Exploration


def sentence(exploration: Exploration, element: Element, words: Mapping[str, Any]) -> str:
    """The sentence at the element's own value."""
    row, judged = exploration.row, exploration.slopes
    loss, slope, verdict = exploration.sweep.losses[row], exploration.slope[row], Verdict(judged.verdict[row])
    cause = exploration.causes.get(row)
    values = {
        "element": element.name,
        "position": written(exploration.positions[row]),
        "loss": written(loss),
        "slope": signed(slope) if verdict in (Verdict.SLOPE, Verdict.UNKNOWN) else written(slope),
        "gradient": f"{element.tensor}.grad{element.name.removeprefix(element.tensor)}",
        "times": written(abs(slope)),
        "left": signed(judged.left[row], 4),
        "right": signed(judged.right[row], 4),
        "true": signed(judged.slope[row]),
        "exact_loss": written(judged.loss[row]),
        "dtype": exploration.experiment.dtype,
        "operation": described(cause) if cause else "",
    }
    several = exploration.gradients.shape[1] > 1
    said = [words["sentence"][form].format(**values) for form in _forms(loss, slope, verdict, several, cause)]
    remark = described_remarks(exploration.remarks, words).get(str(row))
    return words["sentence"]["between"].join([*said, *([remark] if remark else [])])


_NO_SLOPE = {Verdict.CORNER: "kink", Verdict.JUMP: "jump", Verdict.VERTICAL: "vertical"}


def _forms(loss: float, slope: float, verdict: Verdict, several: bool, cause: Cause | None) -> list[str]:
    why = [f"cause_{cause.stage}"] if cause else []
    if verdict == Verdict.PRECISION:
        return ["precision", *why]
    if not isfinite(loss):
        return ["loss_not_finite", *why]
    if verdict in _NO_SLOPE:
        return [_NO_SLOPE[verdict], *why]
    if verdict == Verdict.NOT_THE_SLOPE:
        return ["not_the_slope", *why]
    if not isfinite(slope):
        return ["gradient_not_finite", *why]
    trend = "rises" if slope > 0 else "falls" if slope < 0 else "flat"
    return ["at_along" if several else "at", trend, *(["unknown"] if verdict == Verdict.UNKNOWN else [])]


def described(cause: Cause) -> str:
    """The operation that first gave a nan or inf, with what it was given: `sqrt(−1)`."""
    return cause.operation + ("" if cause.given is None else f"({cause.given:g})".replace("-", "−"))


def described_causes(causes: Mapping[int, Cause]) -> dict[str, dict[str, str]]:
    """By row, what the chart says of a loss or gradient that is not finite."""
    return {str(row): {"stage": cause.stage, "operation": described(cause)} for row, cause in causes.items()}


def described_remarks(remarks: Mapping[str, np.ndarray], words: Mapping[str, Any]) -> dict[str, str]:
    """By row, what PyTorch does there that the formula does not say."""
    rows = sorted({row for where in remarks.values() for row in np.flatnonzero(where).tolist()})
    said = {row: [words["remarks"][name] for name, where in remarks.items() if where[row]] for row in rows}
    return {str(row): words["sentence"]["between"].join(sentences) for row, sentences in said.items()}
