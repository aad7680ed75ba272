"""The text PyTorch prints for many tensors at once, such as `tensor([5.])` for each row of a sweep.

`str(tensor)` takes a tenth of a millisecond, so a sweep of two hundred would spend more time printing than everything
else together. This follows the same rules (torch/_tensor_str.py of PyTorch 2.13, default print options) on plain
numbers; a test compares it with `str(tensor)` in every dtype.
"""

from functools import lru_cache

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
    columns = values.reshape(len(values), -1)
    texts = _written(columns)
    if values.ndim == 1:
        return [_with_suffix(_PREFIX + text, suffix) for (text,) in texts]
    rows = zip(texts, _widths(texts, _counted(columns)), strict=True)
    return [_with_suffix(_form(width, len(row)) % tuple(row), suffix) for row, width in rows]


def _counted(rows: np.ndarray) -> np.ndarray:
    """Which numbers PyTorch looks at to choose a notation and a width."""
    return np.isfinite(rows) & (rows != 0)


def _written(rows: np.ndarray) -> list[list[str]]:
    """The numbers of each tensor in the one notation PyTorch chooses for them, all of a notation at once."""
    scientific, whole = _notations(rows)
    texts = np.empty(rows.shape, dtype=object)
    forms = {f"%.{_PRECISION}e": scientific, "%.0f.": whole, f"%.{_PRECISION}f": ~(scientific | whole)}
    for form, chosen in (*forms.items(), ("%.0f", ~np.isfinite(rows))):
        numbers = rows[chosen]
        texts[chosen] = np.array([form % number for number in numbers.ravel().tolist()], object).reshape(numbers.shape)
    return texts.tolist()


def _notations(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which tensors are written with powers of ten, and which as whole numbers; each `[N]`."""
    counted, size = _counted(rows), np.abs(rows)
    largest = np.max(size, axis=1, where=counted, initial=0.0)
    smallest = np.min(size, axis=1, where=counted, initial=np.inf)
    with np.errstate(invalid="ignore", over="ignore"):
        scientific = (largest / smallest > 1000.0) | (largest > 1.0e8) | (smallest < 1.0e-4)
    return scientific, ~scientific & ((rows == np.ceil(rows)) | ~counted).all(1)


def _widths(texts: list[list[str]], counted: np.ndarray) -> list[int]:
    """How wide the numbers of each tensor are written: as wide as the longest of those that count."""
    lengths = np.array([[len(text) for text in row] for row in texts]).reshape(counted.shape)
    return np.where(counted.any(1), np.max(lengths, axis=1, where=counted, initial=0), 1).tolist()


@lru_cache(256)
def _form(width: int, count: int) -> str:
    """The form of a tensor of so many numbers, padded to one width, in lines as long as PyTorch makes them."""
    parts = [f"%{width}s"] * count
    per_line = max(1, (_LINE_WIDTH - len(_PREFIX)) // (width + 2))
    lines = [", ".join(parts[start : start + per_line]) for start in range(0, count, per_line)]
    return f"{_PREFIX}[" + (",\n" + " " * (len(_PREFIX) + 1)).join(lines) + "]"


def _suffix(dtype: str, device: str) -> list[str]:
    where = [f"device='{device}'"] if device != "cpu" else []
    return where + ([f"dtype=torch.{dtype}"] if dtype != "float32" else [])


def _with_suffix(text: str, suffixes: list[str]) -> str:
    if not suffixes:
        return text + ")"
    last_line = len(text) - text.rfind("\n") + 1  # PyTorch counts two more than there are
    for suffix in suffixes:
        if last_line + len(suffix) + 2 > _LINE_WIDTH:
            text += ",\n" + " " * len(_PREFIX) + suffix
            last_line = len(_PREFIX) + len(suffix)
        else:
            text += ", " + suffix
            last_line += len(suffix) + 2
    return text + ")"
