"""A network that fails takes a whole class off at once: more than the 128 sessions that Streamlit keeps come back."""

from contextlib import ExitStack

from streamlit.runtime.memory_session_storage import MemorySessionStorage
from websockets.sync.client import connect

from tests.protocol.learner import moves
from tests.protocol.visit import SUBPROTOCOLS, visit

KEPT = MemorySessionStorage()._cache.maxsize
SLIDERS = ("input0", "input1", "target0", "target1", "delta")
LINKS = [f"/?loss=huber_loss&elements=2&delta={1 + seat / 2:g}" for seat in range(4)]


def shown(seen):
    return {key: seen.tab.value(key) for key in ("loss", "reduction", *SLIDERS)}


def test_who_falls_out_of_what_is_kept_comes_back_to_what_they_saw(server):
    before, stream = {}, server.address.replace("http", "ws", 1) + "/_stcore/stream"
    with ExitStack() as others, ExitStack() as first:
        for _ in range(KEPT):  # connected, they count like those who see a page
            others.enter_context(connect(stream, subprotocols=SUBPROTOCOLS, compression=None))
        for link in LINKS:
            seen = first.enter_context(visit(server.address, link))
            moves(seen, "input1", -1.5)
            moves(seen, "target0", 2.0)
            seen.does("set", "reduction", "sum")
            before[seen.tab.session_id] = (seen.tab.query, shown(seen))

    for session, (query, screen) in before.items():
        with visit(server.address, f"/?{query}", session=session) as seen:
            assert seen.tab.session_id != session, "it was kept"
            assert shown(seen) == screen
            assert seen.tab.screen.errors == []
