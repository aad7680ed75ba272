"""The live chart's messages as the browser reads them."""

import json
import struct
from itertools import accumulate, pairwise
from typing import Any

from gradlab.ui.browser.packing import Part


def opened(sent: bytes) -> dict[str, Part]:
    """The parts of a message, as the browser reads them."""
    (count,) = struct.unpack_from("<I", sent)
    ends = list(accumulate([4 * (count + 1), *struct.unpack_from(f"<{count}I", sent, 4)]))
    names, *blocks = (sent[start:end] for start, end in pairwise(ends))
    assert ends[-1] == len(sent)
    parts = zip(json.loads(names), blocks[::2], blocks[1::2], strict=True)
    return {name: Part(texts.decode(), numbers) for name, texts, numbers in parts}


def texts_of(parts: dict[str, Part]) -> dict[str, Any]:
    """What the parts of a curve say, as one."""
    return {name: value for part in ("curve", "page", "state") for name, value in json.loads(parts[part].texts).items()}
