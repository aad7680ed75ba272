"""How a message travels to the browser: its texts as JSON, and behind them the numbers as they lie in memory.

Numbers inside JSON would lose NaN and infinity, which are lessons here, and lists of floats make Streamlit import
pandas. What was computed in float32 or less travels as float32, which holds the very same numbers in half the bytes.
"""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Numbers:
    """Named scalars and columns as the browser reads them, in order: each name with its length and bytes a number."""

    names: list[list[Any]]
    bytes: bytes

    @property
    def base64(self) -> str:
        """The same as a text, for a message that is nothing but texts."""
        return base64.b64encode(self.bytes).decode()


@dataclass(frozen=True)
class Part:
    """A part of a message: its texts, as JSON, and the numbers that they name."""

    texts: str
    numbers: bytes = b""


def pack(arrays: Mapping[str, Any]) -> Numbers:
    """Put named arrays (or scalars) of numbers into one row of little-endian numbers, the long ones first."""
    columns = {name: _narrowest(np.asarray(values, dtype="<f8").ravel()) for name, values in arrays.items()}
    ordered = sorted(columns.items(), key=lambda named: -named[1].itemsize)  # a browser wants them aligned
    joined = b"".join(column.tobytes() for _, column in ordered)
    names = [[name, len(column), column.itemsize] for name, column in ordered]
    return Numbers(names, joined)


def deflated(text: str) -> str:
    """A long text as a short one: what says much the same again and again becomes a sixth as long."""
    return base64.b64encode(zlib.compress(text.encode())).decode()


def inflated(text: str) -> str:
    """The text that was deflated."""
    return zlib.decompress(base64.b64decode(text)).decode()


def sealed(**parts: Part | None) -> bytes:
    """Named parts as one message, without those that are None.

    How many blocks there are, how long each is, and the blocks: the names, then the texts and the numbers of each part.
    """
    there = {name: part for name, part in parts.items() if part}
    blocks = [json.dumps(list(there)).encode()]
    for part in there.values():
        blocks += [part.texts.encode(), part.numbers]
    return b"".join([struct.pack(f"<{len(blocks) + 1}I", len(blocks), *map(len, blocks)), *blocks])


def _narrowest(numbers: np.ndarray) -> np.ndarray:
    """The numbers as float32, where that changes none of them."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        narrow = numbers.astype("<f4")
    same = (narrow.astype("<f8").view("<i8") == numbers.view("<i8")).all()  # bit by bit: -0.0 and nan, too
    return narrow if same else numbers
