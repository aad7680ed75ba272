"""A class of learners, each an open session over Streamlit's own protocol, as a browser would hold it.

They arrive, make changes, and come back after the network was gone. One process of Python is the whole class: what it
takes of the machine is told, since the server has only the rest.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from time import perf_counter, process_time
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.bench.line import BusyError, Line
from tests.protocol.chart import CHART, Chart
from tests.protocol.learner import asked
from tests.protocol.tab import Tab
from tests.protocol.visit import SUBPROTOCOLS
from tests.protocol.walk import FAULTS

SECONDS, EVERY = 12.0, 2.0
ARRIVING = 10.0  # seconds in which a class arrives
LIMIT = 60.0


@dataclass
class Seat:
    """One learner: a tab with its socket, and the line that its chart asks over."""

    tab: Tab
    socket: ClientConnection
    line: Line

    def __post_init__(self) -> None:
        """Its chart is that of its tab."""
        self.chart = Chart(self.tab)

    async def sends(self, message: bytes) -> None:
        """Send one change, if there is anything to be told, and take in what comes until it is answered."""
        ended = self.tab.complete
        if message:
            await self.socket.send(message)
        while message and self.tab.complete == ended:
            self.tab.receive(await asyncio.wait_for(self.socket.recv(), LIMIT))

    async def brings(self, key: str, over: str = "") -> None:
        """Have the chart bring a curve, and with it those of a parameter."""
        path = self.chart.path(key, over)
        try:
            if not self.chart.has(path):
                self.chart.takes(path, await asyncio.wait_for(self.line.get(path), LIMIT))
            self.chart.shows(path)
        except BusyError:  # as asking.js: a message serves
            await self.sends(self.tab.tell(CHART, touched=asked(key)))

    def has_trouble(self) -> bool:
        """Whether the page shows an error."""
        told = [alert.alert.body for alert in self.tab.screen.of("alert")]
        return bool(self.tab.screen.errors) or any(text in FAULTS for text in told)


@dataclass
class Class:
    """What a class felt: seconds to the first page, of each change, until all were back. Faults, MB a learner.

    client: the share of one core that it took while the class worked.
    """

    arrivals: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    coming_back: float = 0.0
    faults: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    client: float = 0.0


Does = Callable[[Seat, Random], Awaitable[None]]


async def attended(address: str, link: str, learners: int, does: Does, megabytes: Callable[[], float]) -> Class:
    """A class that arrives, works, and comes back. megabytes: what the server holds at the moment."""
    seen, before = Class(), megabytes()
    pause = min(ARRIVING / learners, 0.2)
    async with AsyncExitStack() as stack:
        seats = await asyncio.gather(
            *(_arrives(stack, address, link, index, index * pause, seen) for index in range(learners))
        )
        used, start = process_time(), perf_counter()
        await asyncio.gather(*(_works(seat, Random(index), does, seen) for index, seat in enumerate(seats)))
        seen.client = (process_time() - used) / (perf_counter() - start)
        seen.megabytes = (megabytes() - before) / learners
    async with AsyncExitStack() as stack:
        start, again = perf_counter(), Class()
        back = (
            _arrives(stack, address, f"{seat.tab.page}?{seat.tab.query}", index, 0, again, seat.tab.session_id)
            for index, seat in enumerate(seats)
        )
        await asyncio.gather(*back)
        seen.coming_back = perf_counter() - start
    return seen


async def _arrives(
    stack: AsyncExitStack, address: str, link: str, index: int, after: float, seen: Class, session: str = ""
) -> Seat:
    await asyncio.sleep(after)
    start = perf_counter()
    cookie = {"Cookie": f"lane={index:032x}"}  # of deploy/nginx.conf; a process by itself takes no notice
    protocols = [Subprotocol(name) for name in (*SUBPROTOCOLS, *filter(None, [session]))]
    opened = connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=protocols,
        additional_headers=cookie,
        compression=None,
        max_size=None,
        open_timeout=LIMIT,
        ping_interval=None,
    )
    line = await stack.enter_async_context(Line(urlsplit(address).netloc, cookie))
    seat = Seat(Tab(link), await stack.enter_async_context(opened), line)
    await seat.sends(seat.tab.rerun())
    seen.arrivals.append(perf_counter() - start)
    return seat


async def _works(seat: Seat, random: Random, does: Does, seen: Class) -> None:
    end = perf_counter() + SECONDS
    due = perf_counter() + random.random() * EVERY
    while due < end:
        await asyncio.sleep(max(0, due - perf_counter()))
        try:
            await does(seat, random)
        except (ConnectionClosed, TimeoutError, ValueError) as reason:
            seen.faults.append(repr(reason))
            return
        seen.changes.append(perf_counter() - due)  # from when the learner acted: who waits longer is not left out
        if seat.has_trouble():
            seen.faults.append(f"an error on the page, at {seat.tab.query}")
        due += EVERY
