"""A server that is spoken to as a browser would."""

from collections.abc import Iterator

import pytest

from tests.bench.servers import Server, gradlab_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A gradlab server of our own."""
    with gradlab_server() as running:
        yield running
