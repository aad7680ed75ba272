"""How numbers travel to the live chart: all of them in one base64 string.

Numbers inside JSON would lose NaN and infinity, which are lessons here, and lists of floats make Streamlit import
pandas. What was computed in float32 or less travels as float32, which holds the very same numbers in half the bytes.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Numbers:
    """Named scalars and columns as the browser reads them, in order: each name with its length and bytes a number."""

    names: list[list[Any]]
    base64: str


def pack(arrays: Mapping[str, Any]) -> Numbers:
    """Put named arrays (or scalars) of numbers into one string of little-endian numbers, the long ones first."""
    columns = {name: _narrowest(np.asarray(values, dtype="<f8").ravel()) for name, values in arrays.items()}
    ordered = sorted(columns.items(), key=lambda named: -named[1].itemsize)  # a browser wants them aligned
    joined = b"".join(column.tobytes() for _, column in ordered)
    names = [[name, len(column), column.itemsize] for name, column in ordered]
    return Numbers(names, base64.b64encode(joined).decode())


def _narrowest(numbers: np.ndarray) -> np.ndarray:
    """The numbers as float32, where that changes none of them."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        narrow = numbers.astype("<f4")
    return narrow if np.array_equal(narrow.astype("<f8"), numbers, equal_nan=True) else numbers
