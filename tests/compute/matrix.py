"""A test over a matrix of cases is one test for each loss, which goes through that loss's cases.

A test of its own costs pytest more than a gradient costs PyTorch: what is thousands of cases must not be thousands of
tests. Where a case is slow the suite covers the matrix, and `python -m tests.bench.matrices` goes through all of it.
"""

import inspect
import os
from collections.abc import Callable, Iterable
from itertools import combinations, groupby
from operator import itemgetter
from random import Random

import pytest

WHOLE = "GRADLAB_WHOLE_MATRICES"


def over(names: str, cases: Iterable[tuple]) -> Callable[[Callable], Callable]:
    """Run the test for each case: a tuple of what it calls by these names, the first of them the loss.

    A case that fails is named beneath the error.
    """
    fields = names.split(", ")
    by_loss = {loss: list(some) for loss, some in groupby(sorted(cases, key=itemgetter(0)), key=itemgetter(0))}

    def decorate(test: Callable) -> Callable:
        def each(cases, **others) -> None:
            for case in cases:
                try:
                    test(**dict(zip(fields, case, strict=True)), **others)
                except BaseException as error:
                    error.add_note(f"at {', '.join(map(str, case))}")
                    raise

        each.__name__, each.__doc__, each.__module__ = test.__name__, test.__doc__, test.__module__
        each.pytestmark = getattr(test, "pytestmark", [])
        each.__signature__ = _signature_without(test, fields)
        return pytest.mark.parametrize("cases", by_loss.values(), ids=by_loss)(each)

    return decorate


def cover(cases: Iterable[tuple], key: Callable[[tuple], tuple] = itemgetter(slice(1, None))) -> list[tuple]:
    """So many of the cases that each loss is there, and each two parts of `key` that occur together; always the same.

    key: what is paired; by default all of a case but its loss. Under `python -m tests.bench.matrices`: all cases.
    """
    cases = list(cases)
    if WHOLE in os.environ:
        return cases
    shuffled = Random(2026).sample(cases, len(cases))
    chosen, covered = [], set()
    for case in shuffled:
        parts = list(enumerate(key(case)))
        here = {("loss", case[0]), *parts, *combinations(parts, 2)}
        if not here <= covered:
            chosen.append(case)
            covered |= here
    return chosen


def _signature_without(test: Callable, fields: list[str]) -> inspect.Signature:
    """What pytest is to fill in: the cases, and all that the test asks for beside them."""
    others = [parameter for name, parameter in inspect.signature(test).parameters.items() if name not in fields]
    cases = inspect.Parameter("cases", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return inspect.Signature([cases, *others])
