"""The text PyTorch prints for many tensors at once, such as `tensor([5.])` for each row of a sweep.

`str(tensor)` takes a tenth of a millisecond, so a sweep of two hundred would spend more time printing than everything
else together. This follows the same rules (torch/_tensor_str.py of PyTorch 2.13, default print options) on plain
numbers; a test compares it with `str(tensor)` in every dtype.
"""

from math import ceil, isfinite

import numpy as np
import torch

_PREFIX = "tensor("
_LINE_WIDTH = 80
_PRECISION = 4


def printed_rows(values: np.ndarray, *, dtype: str, device: str = "cpu") -> list[str]:
    """What PyTorch prints for each row of `values` `[N, *shape]` as a tensor of this dtype on this device.

    The numbers must already be rounded to the dtype.
    """
    if values.ndim > 2:
        return [str(torch.tensor(row, dtype=getattr(torch, dtype), device=device)) for row in values]
    suffix = _suffix(dtype, device)
    if values.ndim == 1:
        return [_with_suffix(_PREFIX + _format([number])[0], suffix) for number in values.tolist()]
    return [_with_suffix(_PREFIX + _vector(row), suffix) for row in values.tolist()]


def _format(numbers: list[float]) -> list[str]:
    """All numbers of one tensor in the one notation PyTorch chooses for them, padded to the same width."""
    counted = [number for number in numbers if isfinite(number) and number != 0]
    sizes = [abs(number) for number in counted]
    whole = all(number == ceil(number) for number in counted)
    scientific = bool(sizes) and (max(sizes) / min(sizes) > 1000.0 or max(sizes) > 1.0e8 or min(sizes) < 1.0e-4)
    if scientific:
        write = f"{{:.{_PRECISION}e}}".format
    elif whole:
        write = lambda number: f"{number:.0f}." if isfinite(number) else f"{number:.0f}"  # noqa: E731
    else:
        write = f"{{:.{_PRECISION}f}}".format
    width = max((len(write(number)) for number in counted), default=1)
    return [write(number).rjust(width) for number in numbers]


def _vector(numbers: list[float]) -> str:
    parts = _format(numbers)
    width = max((len(p) for p, n in zip(parts, numbers, strict=True) if isfinite(n) and n != 0), default=1)
    per_line = max(1, (_LINE_WIDTH - len(_PREFIX)) // (width + 2))
    lines = [", ".join(parts[start : start + per_line]) for start in range(0, len(parts), per_line)]
    return "[" + (",\n" + " " * (len(_PREFIX) + 1)).join(lines) + "]"


def _suffix(dtype: str, device: str) -> list[str]:
    where = [f"device='{device}'"] if device != "cpu" else []
    return where + ([f"dtype=torch.{dtype}"] if dtype != "float32" else [])


def _with_suffix(text: str, suffixes: list[str]) -> str:
    last_line = len(text) - text.rfind("\n") + 1  # PyTorch counts two more than there are
    for suffix in suffixes:
        if last_line + len(suffix) + 2 > _LINE_WIDTH:
            text += ",\n" + " " * len(_PREFIX) + suffix
            last_line = len(_PREFIX) + len(suffix)
        else:
            text += ", " + suffix
            last_line += len(suffix) + 2
    return text + ")"
