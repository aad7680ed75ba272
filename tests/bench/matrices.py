"""Every case of the matrices that the suite only covers: `python -m tests.bench.matrices`, and what pytest is given."""

import os
import sys

import pytest

from tests.compute.matrix import WHOLE

if __name__ == "__main__":
    os.environ[WHOLE] = "1"
    sys.exit(pytest.main(sys.argv[1:] or ["tests/compute"]))
