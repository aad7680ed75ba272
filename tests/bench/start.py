"""From starting the server to the first chart, and the memory it then holds. Everything fresh in every round."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.bench.servers import Server, floor_server, gradlab_server, stock_server
from tests.bench.visits import FLOOR, GRADLAB, STOCK, Sight, Visit, visit

ROUNDS = 4


@dataclass
class Started:
    """What was measured of one page's server, a number for each round."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def started(browser: Browser) -> tuple[Started, Started, Started]:
    """Of gradlab, the floor and the stock page."""
    pages = (
        (gradlab_server, GRADLAB, _open_an_example, Started()),
        (floor_server, FLOOR, _step, Started()),
        (stock_server, STOCK, _step, Started()),
    )
    for _ in range(ROUNDS):
        for serve, sight, interact, seen in pages:
            _start(browser, serve, sight, interact, seen)
    return tuple(seen for *_, seen in pages)


def _start(
    browser: Browser,
    serve: Callable[[], AbstractContextManager[Server]],
    sight: Sight,
    interact: Callable[[Visit], None],
    seen: Started,
) -> None:
    with visit(browser, sight) as learner, serve() as server:
        painted = learner.open(server.address)
        seen.seconds.append((painted - server.started) / 1000)
        learner.settled()
        interact(learner)
        learner.settled()
        seen.megabytes.append(server.resident_megabytes())


def _open_an_example(learner: Visit) -> None:
    """On gradlab moving a slider asks nothing of the server; this does."""
    learner.page.locator(".st-key-chip-mse button").click()
    learner.until("document.querySelector('.gradlab').liveChart.row.name === 'input[0]'")


def _step(learner: Visit) -> None:
    learner.page.locator("input[type=range]").focus()
    learner.press("ArrowRight")
