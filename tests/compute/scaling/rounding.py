"""Rounding by the definition: exact rationals, to the nearest number of a format, ties to the even one.

IEEE Standard for Floating-Point Arithmetic (IEEE 754), 2019; bfloat16 is float32 with 8 significant bits.
"""

from fractions import Fraction
from math import inf

# Significant bits, smallest and largest exponent of a normal number.
FORMATS = {
    "float16": (11, -14, 15),
    "bfloat16": (8, -126, 127),
    "float32": (24, -126, 127),
    "float64": (53, -1022, 1023),
}


def rounded(number: Fraction | float, name: str) -> float:
    """A number in a format. Infinite from half a spacing above the largest on."""
    digits, lowest, highest = FORMATS[name]
    exact = Fraction(number)
    spacing = Fraction(2) ** (max(_exponent(exact), lowest) - digits + 1)
    nearest = round(exact / spacing) * spacing  # Python rounds a Fraction half to even
    if abs(nearest) >= Fraction(2) ** (highest + 1):
        return inf if nearest > 0 else -inf
    return float(nearest)


def _exponent(number: Fraction) -> int:
    """The largest e with 2ᵉ ≤ |number|."""
    if number == 0:
        return -(10**4)
    exponent = abs(number.numerator).bit_length() - number.denominator.bit_length()
    return exponent if Fraction(2) ** exponent <= abs(number) else exponent - 1
