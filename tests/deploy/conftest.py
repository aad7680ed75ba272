"""The shape of deploy/: nginx in front of two processes of gradlab."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bench.front import Front, in_front_of
from tests.bench.servers import gradlab_server


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """Two processes behind nginx. Without nginx the tests are skipped here, and fail where CI=true."""
    if not shutil.which("nginx") and os.environ.get("CI") != "true":
        pytest.skip("no nginx")
    with ExitStack() as stack:
        processes = [stack.enter_context(gradlab_server()) for _ in range(2)]
        yield stack.enter_context(in_front_of(processes, tmp_path))
