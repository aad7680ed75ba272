"""What a floating-point format can hold: the edges a scaled gradient must stay between."""

from dataclasses import dataclass
from functools import cache
from math import frexp

import torch


@dataclass(frozen=True)
class FloatRange:
    """The edges of a format, all as exact float64 numbers, for float16:

    largest: 65504. overflow: 65520, the first that rounds to inf. smallest_normal: 2⁻¹⁴, below it digits are lost.
    smallest: 2⁻²⁴, the smallest above 0. underflow: 2⁻²⁵, this and all below round to 0.
    eps: 2⁻¹⁰, from 1 to the next number; a rounding is off by half of it at most.
    """

    largest: float
    overflow: float
    smallest_normal: float
    smallest: float
    underflow: float
    eps: float


@cache
def float_range(dtype: str) -> FloatRange:
    """The edges of `"float16"`, `"bfloat16"` or `"float32"`, worked out from `torch.finfo`.

    IEEE Standard for Floating-Point Arithmetic (IEEE 754), 2019.
    """
    info = torch.finfo(getattr(torch, dtype))
    spacing = info.eps * 2.0 ** (frexp(info.max)[1] - 1)  # between the largest numbers
    smallest = info.smallest_normal * info.eps
    return FloatRange(
        largest=info.max,
        overflow=info.max + spacing / 2,
        smallest_normal=info.smallest_normal,
        smallest=smallest,
        underflow=smallest / 2,
        eps=info.eps,
    )
