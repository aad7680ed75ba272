"""Nobody starves the others: what takes longest, asked for by ten learners at once, leaves an eleventh answered."""

from contextlib import ExitStack
from itertools import count
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

import pytest
from websockets.sync.client import connect

from tests.bench.changes import chooses_loss
from tests.bench.slowest import every_view_of
from tests.protocol.tab import Tab
from tests.protocol.visit import SUBPROTOCOLS, visit

LEARNERS, CHANGES = 10, 20
LONGEST = {
    "a training": lambda seat: "/training?" + urlencode({"t_steps": 2000, "t_seed": seat}),
    "a page": lambda seat: every_view_of("+".join(["gelu(A)"] * 15) + f"+{seat}"),
}


def timed(act, *given):
    start = perf_counter()
    act(*given)
    return perf_counter() - start


@pytest.mark.parametrize("link", LONGEST.values(), ids=LONGEST)
def test_ten_who_ask_for_what_takes_longest_leave_another_answered(server, link):
    with ExitStack() as stack:
        other, turns = stack.enter_context(visit(server.address, "/?loss=times_five")), count()

        def seconds():
            return [timed(chooses_loss, other, next(turns)) for _ in range(CHANGES)]

        quiet = seconds()
        for seat in range(LEARNERS):
            stream = server.address.replace("http", "ws", 1) + "/_stcore/stream"
            crowd = connect(stream, subprotocols=SUBPROTOCOLS, compression=None, max_size=None, max_queue=None)
            stack.enter_context(crowd).send(Tab(link(seat)).rerun())

        assert median(seconds()) < 4 * median(quiet)  # pages that all go on at once: seven times and more
