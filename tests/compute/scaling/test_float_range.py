"""The edges of a format, against the definition of the format and against PyTorch's own conversions."""

from fractions import Fraction
from math import inf

import pytest
import torch

from gradlab.compute.scaling import float_range
from tests.compute.scaling.rounding import FORMATS, rounded

over_formats = pytest.mark.parametrize("name", ["float16", "bfloat16", "float32"])


def converted(number: float, name: str) -> float:
    """What PyTorch makes of a float64 number; to the 16-bit formats it goes through float32, and so rounds twice."""
    return torch.tensor(number, dtype=torch.float64).to(getattr(torch, name)).item()


@over_formats
def test_the_edges_are_those_of_the_definition(name):
    digits, lowest, highest = FORMATS[name]
    edges = float_range(name)

    assert edges.eps == 2.0 ** (1 - digits)
    assert edges.largest == (2 - edges.eps) * 2.0**highest
    assert edges.overflow == Fraction(2) ** (highest + 1) - Fraction(2) ** (highest - digits)
    assert edges.smallest_normal == 2.0**lowest
    assert edges.smallest == 2.0 ** (lowest - digits + 1)
    assert edges.underflow == 2.0 ** (lowest - digits)


@over_formats
def test_pytorch_overflows_from_there_on_and_not_before(name):
    edges = float_range(name)

    assert converted(edges.overflow, name) == inf
    assert converted(edges.overflow * (1 - edges.eps / 8), name) == edges.largest


@over_formats
def test_pytorch_underflows_up_to_there_and_not_above(name):
    edges = float_range(name)

    assert converted(edges.underflow, name) == 0
    assert converted(edges.underflow * 1.25, name) == edges.smallest


def test_float16_is_the_one_everybody_quotes():
    # Mixed Precision Training, P. Micikevicius et al., 2018, section 3.2 and figure 3: 2⁻²⁴ … 65504.
    edges = float_range("float16")

    assert (edges.smallest, edges.smallest_normal, edges.largest) == (2**-24, 2**-14, 65504)


@over_formats
@pytest.mark.parametrize(
    "number", [0.0, 1.0, -1e-8, 0.1, 6e-8, 3e-8, 65519.99, 65520.0, 1e-40, 3.4e38, -37.3333, 1 / 3]
)
def test_the_rounding_of_these_tests_is_pytorchs(name, number):
    assert rounded(rounded(number, "float32"), name) == converted(number, name)
