"""A seeded random walk over every control of every page; the benchmark takes tens of thousands of steps of it."""

import pytest

from tests.protocol.walk import Walk

SEEDS, STEPS = 6, 25


@pytest.mark.parametrize("wild", [False, True], ids=["as a browser", "with values no browser sends"])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_a_learner_tries_no_error_comes_and_no_endless_run(server, seed, wild):
    assert Walk(server.address, seed, wild).take(STEPS) == []
