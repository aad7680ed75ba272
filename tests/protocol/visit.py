"""A tab with its socket: what it does is sent, and the answer is waited for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.protocol.chart import Chart
from tests.protocol.tab import Tab

LIMIT = 60.0  # seconds, for any answer
WHOLE = "FINISHED_SUCCESSFULLY"  # the end of a run of the whole page
ENDLESS = 20  # runs for one change: no more is waited for
SUBPROTOCOLS = ("streamlit", "no-token")


@dataclass(frozen=True)
class Answer:
    """What one change brought back."""

    seconds: float
    bytes: int
    messages: int
    runs: int


class Visit:
    """An open connection of one tab. chart: its live chart, where the page has one."""

    def __init__(self, tab: Tab, socket: ClientConnection, line: HTTPConnection, cookie: str = "") -> None:
        self.tab = tab
        self.chart = Chart(tab)
        self._socket, self._line = socket, line
        self._headers = {"Cookie": cookie} if cookie else {}

    def does(self, action: str, *given: Any, **named: Any) -> Answer:
        """What a visitor does, by the name of the Tab's method, and all that comes of it."""
        return self.answer(getattr(self.tab, action)(*given, **named))

    def opens(self) -> Answer:
        """The page as it first comes."""
        return self.answer(self.tab.rerun())

    def fetches(self, path: str) -> tuple[Answer, bytes]:
        """Ask for something over HTTP; returns what comes as it is sent. Raises ValueError where it is refused."""
        start = perf_counter()
        self._line.request("GET", path, headers=self._headers)
        answer = self._line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise ValueError(f"{answer.status} for {path}")
        self.tab.bytes_received += len(body)
        return Answer(perf_counter() - start, len(body), 0, 0), body

    def send(self, *messages: bytes) -> None:
        """Send without waiting; a message that is empty is none."""
        for message in filter(None, messages):
            self._socket.send(message)

    def settles(self) -> None:
        """All that has been sent is answered: a run of the whole page comes after it."""
        ended = len(self.tab.runs)
        self.send(self.tab.rerun())
        while WHOLE not in self.tab.runs[ended:]:
            self.tab.receive(self._socket.recv(LIMIT))

    def answer(self, *messages: bytes) -> Answer:
        """Send and take in what comes, up to the end of the run they cause; that of the last where it comes at once."""
        start, before, ended = perf_counter(), self.tab.bytes_received, self.tab.complete
        count, runs = self.tab.messages_received, len(self.tab.runs)
        self.send(*messages)
        while any(messages) and self.tab.complete == ended and len(self.tab.runs) - runs < ENDLESS:
            self.tab.receive(self._socket.recv(LIMIT))
        return Answer(
            perf_counter() - start,
            self.tab.bytes_received - before,
            self.tab.messages_received - count,
            len(self.tab.runs) - runs,
        )


@contextmanager
def visit(
    server: str, address: str = "/", locale: str = "en-US", session: str = "", cookie: str = ""
) -> Iterator[Visit]:
    """A tab on a server such as `http://127.0.0.1:8501`, open, its first page there. session: to come back to."""
    tab = Tab(address, locale)
    protocols = [Subprotocol(name) for name in (*SUBPROTOCOLS, *filter(None, [session]))]
    stream = server.replace("http", "ws", 1) + "/_stcore/stream"
    more = {"Cookie": cookie} if cookie else {}
    with (
        connect(
            stream,
            subprotocols=protocols,
            additional_headers=more,
            compression=None,
            max_size=None,
            open_timeout=LIMIT,
        ) as socket,
        closing(HTTPConnection(urlsplit(server).netloc, timeout=LIMIT)) as line,
    ):
        open_visit = Visit(tab, socket, line, cookie)
        open_visit.opens()
        yield open_visit
