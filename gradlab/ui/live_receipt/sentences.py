"""What each stage did to the gradient, in words: what was found there, with its numbers written out."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

import numpy as np

from gradlab.compute.scaling import Finding, Stage, float_range
from gradlab.text.written import written

# In these rows what came is as much of the story as what left.
_FROM_TO = ("write_back", "scale_update")
_FACTORLESS = ("per_sample", "gradient", "write_back", "step")
_DIGITS = 7  # as many as float32 has


@dataclass(frozen=True)
class Row:
    """A row of the receipt: number, factor, what happened, how bad it is, and the name of it if it is bad."""

    number: str
    factor: str
    said: str
    severity: str
    named: str


def row_of(stage: Stage, words: Mapping[str, Any]) -> Row:
    """The row of one stage."""
    number = vector(stage.after, _DIGITS)
    if stage.key in _FROM_TO:
        number = f"{vector(stage.before, _DIGITS)} → {number}"
    has_factor = stage.key not in _FACTORLESS and not np.isnan(stage.factor).any()
    said = " ".join(sentence(stage, finding, words) for finding in stage.findings)
    return Row(
        number=number,
        factor=f"× {vector(stage.factor, alike=True)}" if has_factor else "",
        said=f"{words['pytorch_says'].format(error=stage.error)} {said}" if stage.error else said,
        severity=stage.severity,
        named=words["named"][_name(stage.worst)] if stage.worst else "",
    )


def sentence(stage: Stage, finding: Finding, words: Mapping[str, Any]) -> str:
    """A finding in words. What is true of some elements only names them."""
    template = words["said"][stage.key][finding.kind]
    said = template.format(**_written(finding, words, _named_in(template)))
    elements = np.shape(stage.after)[-1]
    if len(finding.elements) == elements:
        return said
    names = ", ".join(f"w[{element}]" for element in finding.elements)
    return words["of_elements"].format(elements=names, said=said)


def _name(finding: Finding) -> str:
    """What a finding that is bad is called in short: some differ only in the sentence."""
    if finding.severity == "rounding":
        return "rounding"
    return _SHORT.get(finding.kind, finding.kind)


_SHORT = {
    "undivided_of_0": "undivided",
    "misweighted_of_0": "misweighted",
    "divided_sum_of_0": "divided_sum",
    "inf": "overflow",
    "broke": "overflow",
    "zero": "underflow",
    "zero_result": "underflow",
    "clipped_parts_values": "clipped_parts",
    "subnormal": "digits",
    "residue": "cancelled",
    "hidden": "inf_hidden",
    "in_parts": "digits",
    "refused_twice": "refused",
    "refused_float16": "refused",
    "norm_overflow": "overflow",
    "square_0": "divided_by_0",
    "square_0_of_0": "divided_by_0",
    "square_overflow": "overflow",
    "square_digits": "digits",
}


@cache
def _named_in(template: str) -> frozenset[str]:
    """What a sentence names."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _written(finding: Finding, words: Mapping[str, Any], named: Set[str]) -> dict[str, str]:
    """Everything that a sentence names, as the page writes it."""
    values = {name: _text(value) for name, value in finding.values.items() if name in named}
    if "off" in values:
        values["off"] = f"{written(finding.values['off'] * 100, 2)} %"
    if "what" in values:
        values["what"] = words["passages"][finding.values["what"]]
    if named & {"largest", "smallest", "normal"}:
        edges = float_range(finding.values["dtype"])
        values |= {"largest": written(edges.largest, 5), "smallest": written(edges.smallest, 3)}
        values["normal"] = written(edges.smallest_normal, 3)
    return values


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return vector(value, alike=True)
    return written(value) if isinstance(value, float) else str(value)


def vector(numbers: np.ndarray, digits: int = 6, *, alike: bool = False) -> str:
    """Numbers as the page writes them: `5`, or `(3, 4)`, or the samples side by side.

    alike: whether numbers that are written the same are written once.
    """
    texts = [written(float(number), digits) for number in np.ravel(numbers)]
    if len(texts) == 1 or (alike and len(set(texts)) == 1):
        return texts[0]
    return ", ".join(texts) if numbers.ndim > 1 else f"({', '.join(texts)})"
