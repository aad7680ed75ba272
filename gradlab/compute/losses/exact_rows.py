"""Where a batch of rows has the very bits of PyTorch's own call of each row, found by test over thousands of rows.

In half precision it nowhere has: there PyTorch rounds a mean's gradient in another order. With a weight it has seldom.
"""

from collections.abc import Callable

# By the dtype and the number of unreduced losses.
ExactRows = Callable[[str, int], bool]


def in_full_precision(dtype: str, size: int) -> bool:  # noqa: ARG001
    """In float64 and float32, whatever the size."""
    return dtype in ("float64", "float32")


def of_powers_of_two(dtype: str, size: int) -> bool:
    """Where the mean divides by a power of two, which rounds nothing, whenever it is done."""
    return in_full_precision(dtype, size) and not size & (size - 1)


def below_eight(dtype: str, size: int) -> bool:
    """In float64 only where the call is too short for the processor's vector units, which round otherwise."""
    return dtype == "float32" or (dtype == "float64" and size < 8)


def of_one_in_float64(dtype: str, size: int) -> bool:
    """In float64 only of a single element: several go to a library of their own."""
    return dtype == "float32" or (dtype == "float64" and size == 1)


def never(dtype: str, size: int) -> bool:  # noqa: ARG001
    """Nowhere: the kernel of the reduced loss rounds in an order of its own."""
    return False
