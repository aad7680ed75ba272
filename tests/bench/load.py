"""A whole class at once, on the machine the client runs on too: `python -m tests.bench.load`.

One process of gradlab, and two behind nginx as deploy/ has them; the stock page gets the same, with the same settings.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import quantiles

from gradlab.ui.live_chart.views import VIEWS
from tests.bench.changes import AS_GRADLAB
from tests.bench.classroom import EVERY, Class, Seat, attended
from tests.bench.front import Front, in_front_of
from tests.bench.servers import Server, gradlab_server, stock_server
from tests.bench.table import Bound, Row, markdown
from tests.protocol.chart import CHART

CLASSES = (10, 50, 100, 200)
LINK = "/?loss=huber_loss&elements=2"


async def mixed(seat: Seat, random: Random) -> None:
    """What the server hears of a learner: a target, a parameter, another element; a loss, a view, another page."""
    tab, dice = seat.tab, random.random()
    if not tab.screen.components(CHART):
        await seat.sends(tab.follow("") if random.random() < 0.5 else tab.set("w", random.randrange(-40, 40) / 8))
    elif dice < 0.8:
        await _through_the_chart(seat, random, dice)
    elif dice < 0.9:
        await seat.sends(tab.press(random.choice([key for key in tab.screen.keys if key.startswith("chip-")])))
    elif dice < 0.97:
        offered = tab.screen.field("views").options[: len(VIEWS)]
        await seat.sends(tab.set("views", random.choice([[], *([option] for option in offered)])))
    else:
        await seat.sends(tab.follow("scaling"))


async def _through_the_chart(seat: Seat, random: Random, dice: float) -> None:
    """A slider is released of which no page is told, or another element touched."""
    data = seat.chart.data
    others = [key for key in data["sliders"] if key in data["quiet"] and key != data["active"]]
    elements = [key for key in others if key.startswith(("input", "A"))]
    held = [key for key in others if key not in elements]
    if dice < 0.5 and held:
        key = random.choice(held)
        await seat.sends(_moved(seat, random, key))
        await seat.brings(data["active"])
    elif elements:
        key = random.choice(elements)
        await seat.sends(seat.tab.set("at", key))
        await seat.brings(key)
    else:
        await seat.sends(_moved(seat, random, data["active"]))


def _moved(seat: Seat, random: Random, key: str) -> bytes:
    slider = seat.tab.screen.field(key).proto
    steps = int((slider.max - slider.min) / slider.step)
    return seat.tab.set(key, slider.min + slider.step * random.randrange(steps))


async def moves(seat: Seat, random: Random) -> None:
    """The stock page's slider."""
    await seat.sends(seat.tab.set("A", -5 + random.randrange(200) * 0.05))


def load_rows(classes: tuple[int, ...] = CLASSES) -> list[Row]:
    """The rows of each size of class; of the largest, what it takes to arrive and to come back."""
    with ExitStack() as stack:
        stock = stack.enter_context(stock_server(*AS_GRADLAB))
        beside = {learners: asyncio.run(_seen(stock, "/", learners, moves)) for learners in classes}
    with gradlab_server() as gradlab:
        alone = {learners: asyncio.run(_seen(gradlab, LINK, learners, mixed)) for learners in classes}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        two = [stack.enter_context(gradlab_server()) for _ in range(2)]
        front = stack.enter_context(in_front_of(two, folder))
        shared = {learners: asyncio.run(_seen(front, LINK, learners, mixed)) for learners in classes}
    rows = []
    for shape, seen in (("one process", alone), ("two behind nginx", shared)):
        for learners in classes:
            name = f"{learners} learners, {shape}: a change every {EVERY:g} s, 95th percentile, ms"
            wanted = Bound("≤", 100) if learners == 200 and seen is shared else None
            rows.append(Row(name, p95(seen[learners].changes) * 1e3, None, p95(beside[learners].changes) * 1e3, wanted))
        rows += _of_the_largest(shape, max(classes), seen[max(classes)], beside[max(classes)])
    return rows


def _of_the_largest(shape: str, learners: int, seen: Class, beside: Class) -> Iterator[Row]:
    for fault in sorted(set(seen.faults)):
        sys.stderr.write(f"{shape}, {learners} learners: {seen.faults.count(fault)} × {fault}\n")
    sys.stderr.write(f"{shape}, {learners} learners: the client took {seen.client:.0%} of a core\n")
    who = f"{learners} learners, {shape}"
    first = p95(seen.arrivals), None, p95(beside.arrivals)
    yield Row(f"{who}: first page, all within 10 s, 95th percentile, s", *first, Bound("≤", 1))
    yield Row(f"{who}: all back after a drop, s", seen.coming_back, None, beside.coming_back, Bound("≤", 10))
    yield Row(f"{who}: errors", len(seen.faults), None, len(beside.faults), Bound("≤", 0))
    yield Row(f"{who}: memory a learner takes, MB", seen.megabytes, None, beside.megabytes, Bound("≤", 0.5))


async def _seen(server: Server | Front, link: str, learners: int, does) -> Class:
    return await attended(server.address, link, learners, does, server.resident_megabytes)


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sizes = tuple(map(int, sys.argv[1:])) or CLASSES
    sys.stdout.write(markdown(load_rows(sizes)) + "\n")
