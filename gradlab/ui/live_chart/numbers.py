"""How numbers travel to the live chart: all of them in one base64 string of float64.

Numbers inside JSON would lose NaN and infinity, which are lessons here, and lists of floats make Streamlit import
pandas.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Numbers:
    """Named scalars and named columns as the browser reads them: names with lengths, and the float64 in one string."""

    names: list[list[Any]]
    base64: str


def pack(arrays: Mapping[str, Any]) -> Numbers:
    """Put named arrays (or scalars) of numbers into one string of little-endian float64."""
    flats = {name: np.asarray(values, dtype="<f8").ravel() for name, values in arrays.items()}
    joined = np.concatenate(list(flats.values()))
    return Numbers([[name, len(values)] for name, values in flats.items()], base64.b64encode(joined.tobytes()).decode())
