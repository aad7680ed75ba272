"""The printed text of many tensors at once is the text `str(tensor)` gives for each."""

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gradlab.compute.experiment import DTYPES
from gradlab.compute.printed import printed_rows
from tests.compute.experiments import deterministic, on_devices, rounded

# Numbers on both sides of every choice in torch/_tensor_str.py: a ratio of 1000, 1e8, 1e-4, whole or not, not finite.
SPECIAL = [0.0, -0.0, 1.0, 5.0, -7.0, 0.5, 999.5, 1000.0, 1001.0, 1e-4, 9.9e-5, 1e8, 1.1e8, -65504.0, 1e300, 1e-300]
SPECIAL += [float("nan"), float("inf"), float("-inf")]
NUMBERS = (
    st.sampled_from(SPECIAL)
    | st.integers(-2000, 2000).map(float)
    | st.decimals(-10, 10, places=2).map(float)
    | st.floats()
)
# Rows of one shape: numbers, or vectors of one to nine elements.
ROWS = st.lists(NUMBERS, min_size=1, max_size=4) | st.integers(1, 9).flatmap(
    lambda size: st.lists(st.lists(NUMBERS, min_size=size, max_size=size), min_size=1, max_size=4)
)


def as_pytorch_prints(values: np.ndarray, dtype: str, device: str) -> list[str]:
    return [str(torch.tensor(row, dtype=getattr(torch, dtype), device=device)) for row in values]


@on_devices
@pytest.mark.parametrize("dtype", DTYPES)
@settings(deterministic, max_examples=150)
@given(rows=ROWS)
def test_numbers_and_vectors_print_as_pytorch_prints_them(dtype, device, rows):
    values = rounded(rows, dtype)

    assert printed_rows(values, dtype=dtype, device=device) == as_pytorch_prints(values, dtype, device)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_pair_shares_the_notation_pytorch_chooses_for_both(dtype):
    values = rounded(list(product(SPECIAL, SPECIAL)), dtype)

    assert printed_rows(values, dtype=dtype) == as_pytorch_prints(values, dtype, "cpu")


@pytest.mark.parametrize("dtype", DTYPES)
def test_nine_equal_elements_break_into_lines_where_pytorch_breaks_them(dtype):
    values = rounded([[number] * 9 for number in SPECIAL], dtype)

    assert printed_rows(values, dtype=dtype) == as_pytorch_prints(values, dtype, "cpu")


@pytest.mark.parametrize("dtype", DTYPES)
def test_matrices_print_as_pytorch_prints_them(dtype):
    values = rounded([[[1.0, 2.5, -3.0], [0.0, 1e4, 5.0]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]], dtype)

    assert printed_rows(values, dtype=dtype) == as_pytorch_prints(values, dtype, "cpu")


def test_the_device_is_printed_before_the_dtype():
    # torch/_tensor_str.py of PyTorch 2.13 appends the device first, then the dtype.
    printed = printed_rows(np.array([[5.0]]), dtype="float64", device="cuda:0")

    assert printed == ["tensor([5.], device='cuda:0', dtype=torch.float64)"]
