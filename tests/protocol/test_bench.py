"""The benchmark is not run here; that it can be is."""

from importlib import import_module
from pathlib import Path

import pytest

from tests import bench

MODULES = [
    path.stem for path in Path(next(iter(bench.__path__))).glob("*.py") if path.stem not in ("__main__", "stock")
]


@pytest.mark.parametrize("name", [*MODULES, "__main__"])
def test_a_part_of_the_benchmark_can_be_imported(name):
    assert import_module(f"tests.bench.{name}").__doc__
