"""A server with gradlab and a real Chromium that looks at it."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page

from tests.conftest import started

ROOT = Path(__file__).parents[2]
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "color_scheme": "light"}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a gradlab server of our own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        while not healthy(address):
            assert process.poll() is None, "the server ended"
        yield address
        process.kill()  # asked politely, it would wait for its learners to leave


def healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.fixture(scope="session")
def desktop(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The tab of a desktop in English. All visits load in it: it keeps the page's scripts, and each costs half."""
    launch = partial(chromium.launch_persistent_context, tmp_path_factory.mktemp("chromium"), **DESKTOP)
    with started(launch) as context:
        yield context.pages[0]


def a_fault(line: ConsoleMessage) -> bool:
    """Whether a line says so. Below the address of a page Streamlit's client asks in vain for its server: no fault."""
    return line.type == "error" and not ("404" in line.text and "/_stcore/" in line.location["url"])


class Visit:
    """One learner's browser on one page, with what it sent and what it complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(30_000)  # a machine that does much else takes as long for its first page
        self.sent: list[str | bytes] = []
        self.complaints: list[str] = []
        self.pardoned: list[str] = []
        self.listeners = {
            "websocket": lambda socket: socket.on("framesent", lambda frame: self.sent.append(frame)),
            "console": lambda line: self.complaints.append(line.text) if a_fault(line) else None,
            "pageerror": lambda error: self.complaints.append(str(error)),
        }
        for event, listen in self.listeners.items():
            page.on(event, listen)

    def open(self, address: str) -> "Visit":
        self.page.goto(address)
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait until the chart is there and Streamlit has finished its run."""
        self.page.wait_for_function(
            "document.documentElement.dataset.drawn && document.querySelector('.gradlab')?.liveChart?.plot?.scale"
            " && !document.querySelector('[data-testid=stStatusWidget]')"
        )

    def end(self) -> None:
        """Leave the tab as a desktop's is found."""
        for event, listen in self.listeners.items():
            self.page.remove_listener(event, listen)
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.page.unroute_all()
        self.page.set_viewport_size(DESKTOP["viewport"])
        self.page.emulate_media(color_scheme=DESKTOP["color_scheme"], reduced_motion="null", forced_colors="null")
        for other in self.page.context.pages:
            if other is not self.page:
                other.close()

    def forgiven(self, error: str) -> None:
        """An error that a test has brought about: it must have been logged, and is no complaint."""
        assert any(error in line for line in self.complaints)
        self.pardoned.append(error)

    def row(self) -> dict:
        """What the chart shows now: position, loss, slope."""
        return self.page.evaluate(
            "(({ position, loss, slope, name }) => ({ position, loss: String(loss), slope: String(slope), name }))"
            "(document.querySelector('.gradlab').liveChart.row)"
        )

    def text(self, part: str) -> str:
        found = self.page.locator(f".gl-{part}").first
        return found.evaluate("part => part.innerText ?? part.textContent")  # an SVG has only the latter

    def marks(self) -> set[str]:
        """The names of the marks that are drawn over the curve."""
        shown = "[...document.querySelectorAll('.gl-drawn > :not(.gl-hidden)')].map(mark => mark.classList[0].slice(3))"
        return set(self.page.evaluate(shown))

    def query(self) -> dict[str, str]:
        """What the address says; it is written once what moves has come to rest, and here at once."""
        self.page.evaluate(
            "[...document.querySelectorAll('div')].find(({ addressBar }) => addressBar)?.addressBar.write()"
        )
        return self.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")

    def slider(self, key: str):
        return self.page.locator(f".st-key-{key} input[type=range]")

    def thumb(self, key: str) -> tuple[float, float]:
        """The middle of a slider's thumb, in pixels of the page."""
        box = self.slider(key).evaluate(
            "input => { const box = input.parentElement.parentElement.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; }"
        )
        return box[0], box[1]

    def point(self) -> tuple[float, float]:
        """The middle of the point, in pixels of the page."""
        box = self.page.locator(".gl-point").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def visit(desktop: Page) -> Iterator[Visit]:
    """A visit of a learner at a desk; at its end nothing may have been complained about."""
    yield from visits(desktop)


@pytest.fixture
def changed(browser: Browser) -> Iterator[Visit]:
    """A visit in a browser of its own, for a test of what the page finds there, or one that changes it."""
    context = browser.new_context(**DESKTOP)
    yield from visits(context.new_page())
    context.close()


def visits(page: Page) -> Iterator[Visit]:
    visit = Visit(page)
    yield visit
    visit.end()
    assert [line for line in visit.complaints if not any(error in line for error in visit.pardoned)] == []
