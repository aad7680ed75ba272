"""One learner's browser on one page: what it shows, what it sends, and what it is asked to do."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket
from playwright.sync_api import TimeoutError as NothingCame

PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
LIMIT = 30_000  # ms, for anything that is waited for

_PLOTLY_TANGENT = "document.querySelector('.js-plotly-plot .scatterlayer .trace:nth-child(2) path.js-line')"
_STREAMLIT_THUMB = "input.parentElement.parentElement.getBoundingClientRect()"


@dataclass(frozen=True)
class Sight:
    """Where to look on a page, in JavaScript. tangent: its geometry on screen. position: of the point that is drawn.

    thumb: the box of the thumb of the slider `input`.
    """

    tangent: str
    position: str
    thumb: str = _STREAMLIT_THUMB


GRADLAB = Sight(
    "['x1', 'y1', 'x2', 'y2'].map((name) => document.querySelector('.gl-tangent[x1]').getAttribute(name)).join()",
    "document.querySelector('.gradlab').liveChart.row.position",
)
TRAINING = Sight(
    "document.querySelector('.gt-cursor').getAttribute('x1') + document.querySelector('.gt-gradient').textContent",
    "document.querySelector('.gradlab-training').liveTraining.step",
)
STOCK = Sight(f"{_PLOTLY_TANGENT}.getAttribute('d')", "document.querySelector('.js-plotly-plot')?.data?.[2].x[0]")
FLOOR = Sight(
    STOCK.tangent,
    STOCK.position,
    "((box, share) => ({ x: box.x + share * (box.width - 16), y: box.y, width: 16, height: box.height }))"
    "(input.getBoundingClientRect(), (input.value - input.min) / (input.max - input.min))",
)


class Traffic:
    """What goes over the page's WebSocket."""

    def __init__(self, page: Page) -> None:
        self.messages_sent = 0
        self.bytes_received = 0
        self._socket: WebSocket | None = None
        page.on("websocket", self._opened)

    def quiet(self, milliseconds: float) -> None:
        """Wait until a message is sent, or for so long."""
        with suppress(NothingCame):
            if self._socket:
                self._socket.wait_for_event("framesent", timeout=milliseconds)

    def _opened(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.on("framesent", lambda _: self._sent())
        socket.on("framereceived", self._received)

    def _sent(self) -> None:
        self.messages_sent += 1

    def _received(self, frame: str | bytes) -> None:
        self.bytes_received += len(frame)


class Visit:
    """A page that is open."""

    def __init__(self, page: Page, sight: Sight) -> None:
        self.page = page
        self.sight = sight
        self.traffic = Traffic(page)

    def open(self, address: str) -> float:
        """Open the page; returns when its first tangent was painted, in ms since 1970."""
        self.page.goto(address, wait_until="commit")
        return self.ask("probe.first")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page, a promise's once it is there. The probe's own end in time."""
        return self.page.evaluate(expression)

    def until(self, condition: str) -> None:
        """Wait until a condition holds in the page."""
        self.page.wait_for_function(condition, timeout=LIMIT)

    def settled(self) -> None:
        """Wait until the server has finished its run."""
        self.until("(document.querySelector('.stApp')?.dataset.testScriptState ?? 'notRunning') === 'notRunning'")

    def follows(self, slider: str) -> None:
        """Wait until the chart shows the slider's value."""
        self.until(f"Math.abs({self.sight.position} - document.querySelector('{slider}').value) < 1e-9")

    def press(self, key: str) -> float:
        """Press a key that turns the tangent; returns the ms until the turned one was painted."""
        self.ask(f"probe.change('keydown', () => {self.sight.tangent})")
        self.page.keyboard.press(key)
        return self.ask("probe.changed")

    def thumb(self, slider: str) -> tuple[float, float]:
        """The middle of a slider's thumb, scrolled to: near the window's end no drag of `probe` arrives."""
        box = self.page.locator(slider).evaluate(
            f"(input) => {{ input.scrollIntoView({{ block: 'center' }}); return {self.sight.thumb}; }}"
        )
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def visit(browser: Browser, sight: Sight) -> Iterator[Visit]:
    """A fresh browser context, as of a learner who comes for the first time."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", color_scheme="light")
    context.add_init_script(PROBE.replace("LIMIT", str(LIMIT)).replace("TANGENT", sight.tangent))
    try:
        yield Visit(context.new_page(), sight)
    finally:
        context.close()
