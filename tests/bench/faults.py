"""How often a learner meets an error who tries everything, and one who means no good: `python -m tests.bench.faults`.

Each trouble is printed with its seed and what led to it.
"""

import sys
from itertools import islice
from random import Random

from tests.bench.servers import Server, gradlab_server
from tests.bench.table import Bound, Row, markdown
from tests.protocol import hostile
from tests.protocol.visit import visit
from tests.protocol.walk import Walk, troubles

WALKS, STEPS = 500, 40
LINKS, MESSAGES = 2500, 8


def fault_rows() -> list[Row]:
    """The number of troubles of each kind."""
    with gradlab_server() as server:
        walked = [
            trouble for seed in range(WALKS) for trouble in Walk(server.address, seed, wild=seed % 2 == 1).take(STEPS)
        ]
        megabytes = server.resident_megabytes()
        attacked = list(_attacks(server))
        grown = server.resident_megabytes() - megabytes
    sys.stderr.write("\n".join([*walked, *attacked]) + "\n")
    none = Bound("≤", 0)
    return [
        Row(
            f"errors in {WALKS * STEPS} random steps, wild values in half of them",
            len(walked),
            wanted=none,
        ),
        Row(f"errors in {LINKS * MESSAGES} hostile messages from {LINKS} hostile links", len(attacked), wanted=none),
        Row("memory the server has grown by in these, MB", grown, wanted=Bound("≤", 20)),
    ]


def _attacks(server: Server):
    random = Random(16)
    for link in islice(hostile.links(random), LINKS):
        with visit(server.address, link) as seen:
            for _ in range(MESSAGES):
                if trouble := troubles(seen):
                    yield f"{link}: {trouble}"
                    break
                seen.send(hostile.stray(random, seen.tab))
                seen.answer(hostile.message(random, seen.tab))
        hostile.ask(random, server.address)


if __name__ == "__main__":
    sys.stdout.write(markdown(fault_rows()) + "\n")
