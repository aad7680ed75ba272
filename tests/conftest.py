"""What all tests share: PyTorch on one thread, as the page has it, and what starts browsers."""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before anything imports torch

import shutil
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, sync_playwright

Started = TypeVar("Started", Browser, BrowserContext)

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
