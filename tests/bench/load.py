"""A whole class at once, on the machine the client runs on too: `python -m tests.bench.load`.

Every learner is an open session over Streamlit's own protocol. The stock page gets the same, by turns, with the same
settings.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from time import perf_counter

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from gradlab.ui.live_chart.views import VIEWS
from tests.bench.changes import AS_GRADLAB
from tests.bench.servers import Server, gradlab_server, stock_server
from tests.bench.table import Bound, Row, markdown
from tests.protocol.learner import CHART, asked
from tests.protocol.tab import Tab
from tests.protocol.visit import SUBPROTOCOLS
from tests.protocol.walk import FAULTS

CLASSES = (10, 50, 100, 200)
SECONDS, EVERY = 12.0, 2.0
ARRIVING = 10.0  # seconds in which a class arrives
LIMIT = 60.0

Does = Callable[[Tab, Random], bytes]


@dataclass
class Seat:
    """One learner: a tab with its socket."""

    tab: Tab
    socket: ClientConnection
    seconds: list[float] = field(default_factory=list)

    async def answered(self, message: bytes) -> float:
        """Send one change; the seconds until it is answered."""
        start, ended = perf_counter(), self.tab.complete
        await self.socket.send(message)
        while self.tab.complete == ended:
            self.tab.receive(await asyncio.wait_for(self.socket.recv(), LIMIT))
        return perf_counter() - start


@dataclass
class Class:
    """What a class felt: seconds to the first page, of each change, until all were back; faults, MB a learner."""

    arrivals: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    coming_back: float = 0.0
    faults: int = 0
    megabytes: float = 0.0


def mixed(tab: Tab, random: Random) -> bytes:
    """What the server hears of a learner: another element, a target, another loss, a view, the other page."""
    if not tab.screen.components(CHART):
        return tab.follow("") if random.random() < 0.5 else tab.set("w", random.randrange(-40, 40) / 8)
    dice, keys = random.random(), tab.screen.keys
    movable = [key for key in keys if key.startswith("target") and tab.screen.field(key).kind == "slider"]
    if dice < 0.55 and movable:
        slider = tab.screen.field(movable[0]).proto
        return tab.set(
            movable[0], slider.min + slider.step * random.randrange(int((slider.max - slider.min) / slider.step))
        )
    if dice < 0.8:
        sliders = [key for key in keys if tab.screen.field(key).kind == "slider"]
        return tab.tell(CHART, touched=asked(random.choice(sliders)))
    if dice < 0.9:
        return tab.press(random.choice([key for key in keys if key.startswith("chip-")]))
    if dice < 0.97:
        return tab.set(
            "views", random.choice(([], *([option] for option in tab.screen.field("views").options[: len(VIEWS)])))
        )
    return tab.follow("scaling")


def moved(tab: Tab, random: Random) -> bytes:
    """The stock page's slider."""
    return tab.set("A", -5 + random.randrange(200) * 0.05)


async def attended(server: Server, link: str, learners: int, does: Does) -> Class:
    """A class arrives, works, and comes back after the network was gone."""
    seen, before = Class(), server.resident_megabytes()
    async with AsyncExitStack() as stack:
        pause = ARRIVING / learners
        seats = await asyncio.gather(
            *(_arrives(stack, server, link, index * min(pause, 0.2), seen) for index in range(learners))
        )
        await asyncio.gather(*(_works(seat, Random(index), does, seen) for index, seat in enumerate(seats)))
        seen.megabytes = (server.resident_megabytes() - before) / learners
    async with AsyncExitStack() as stack:
        start = perf_counter()
        await asyncio.gather(*(_arrives(stack, server, link, 0, Class(), seat.tab.session_id) for seat in seats))
        seen.coming_back = perf_counter() - start
    return seen


async def _arrives(
    stack: AsyncExitStack, server: Server, link: str, after: float, seen: Class, session: str = ""
) -> Seat:
    await asyncio.sleep(after)
    start = perf_counter()
    protocols = [Subprotocol(name) for name in (*SUBPROTOCOLS, *filter(None, [session]))]
    stream = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    opened = connect(
        stream, subprotocols=protocols, compression=None, max_size=None, open_timeout=LIMIT, ping_interval=None
    )
    seat = Seat(Tab(link), await stack.enter_async_context(opened))
    await seat.answered(seat.tab.rerun())
    seen.arrivals.append(perf_counter() - start)
    return seat


async def _works(seat: Seat, random: Random, does: Does, seen: Class) -> None:
    end = perf_counter() + SECONDS
    due = perf_counter() + random.random() * EVERY
    while due < end:
        await asyncio.sleep(max(0, due - perf_counter()))
        try:
            await seat.answered(does(seat.tab, random))
        except (ConnectionClosed, TimeoutError):
            seen.faults += 1
            return
        seen.changes.append(perf_counter() - due)  # from when the learner acted: who waits longer is not left out
        told = [alert.alert.body for alert in seat.tab.screen.of("alert")]
        seen.faults += bool(seat.tab.screen.errors) or any(text in FAULTS for text in told)
        due += EVERY


def load_rows(classes: tuple[int, ...] = CLASSES) -> list[Row]:
    """The rows of each size of class, and of the largest what it takes to arrive and to come back."""
    rows = []
    with gradlab_server() as gradlab, stock_server(*AS_GRADLAB) as stock:
        for learners in classes:
            beside = asyncio.run(attended(stock, "/", learners, moved))
            seen = asyncio.run(attended(gradlab, "/?loss=mse_loss&elements=2", learners, mixed))
            name = f"{learners} learners, a heard change every {EVERY:g} s: 95th percentile, ms"
            rows.append(Row(name, p95(seen.changes) * 1e3, None, p95(beside.changes) * 1e3))
    rows += [
        Row(
            f"{learners} learners arrive: first page, 95th percentile, s",
            p95(seen.arrivals),
            None,
            p95(beside.arrivals),
        ),
        Row(f"{learners} learners come back at once, s", seen.coming_back, None, beside.coming_back, Bound("≤", 10)),
        Row(f"errors that {learners} learners met", seen.faults, None, beside.faults, Bound("≤", 0)),
        Row("memory a learner takes, MB", seen.megabytes, None, beside.megabytes, Bound("≤", 0.5)),
    ]
    return rows


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sys.stdout.write(markdown(load_rows()) + "\n")
