"""What Streamlit's server would do at any browser's word, and a class cannot afford. Each is held by a test.

Streamlit has no setting for these; its version is pinned.
"""

import asyncio
import os
import socket
import stat
from contextlib import suppress
from time import monotonic
from typing import Any

from starlette.types import Message
from starlette.websockets import WebSocket
from streamlit import config, net_util
from streamlit.elements.widgets.number_input import NumberInputSerde
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import Serialized, Value, WStates

_AT_ONCE, _A_SECOND = 20, 30  # messages of one browser that are taken without a pause, and then; a hand sends ten
_receive, _read, _number = WebSocket.receive, WStates.__getitem__, NumberInputSerde.deserialize
_NUMBERS = {"int_value", "double_value"}  # a field for whole numbers is registered as the one and sent as the other


def ready_for_a_class() -> None:
    """Messages leave at once; a browser can neither make the server busy for nothing nor empty others' caches."""
    send_at_once()
    leave_files_unwatched()
    WebSocket.receive = receive_in_turn
    WStates.__getitem__, NumberInputSerde.deserialize = read_what_fits, finite_number
    SafeSessionState.filtered_state = property(lambda state: state)  # a field would copy all of it to look one value up
    AppSession._handle_git_information_request = _nothing  # a second of `git` in a checkout, for a menu not shown here
    AppSession._handle_clear_cache_request = _nothing  # the caches are everyone's
    # For a WebSocket of a foreign origin the server asks the internet who it is itself, and all wait for the answer.
    net_util._external_ip = net_util._external_ip or ""


def send_at_once() -> None:
    """Set TCP_NODELAY on the sockets the server listens on, which those it accepts inherit, and on those it has.

    asyncio sets it on sockets that say they are TCP; Streamlit binds its own without saying so (Kludex/uvicorn#3149).
    Each small message would wait until the browser has acknowledged the one before, which takes 40 ms.
    """
    with suppress(OSError):  # a system without /dev/fd
        for number in map(int, os.listdir("/dev/fd")):
            with suppress(OSError):
                if stat.S_ISSOCK(os.fstat(number).st_mode):  # a copy of another file would stay open: no socket ends it
                    with socket.socket(fileno=os.dup(number)) as found:
                        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def leave_files_unwatched() -> None:
    """Nor watch files for a session that comes back, where none are watched for one that arrives.

    It walks every module of torch, a fifth of a second in which nobody else is served.
    """
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = _nothing


async def receive_in_turn(browser: WebSocket) -> Message:
    """A browser's next message, once the others have had their turn; later, where it sends more than a hand could.

    Streamlit takes all that has come without a pause: for a thousand messages of one browser the others waited five
    seconds. What is not taken yet stays in that browser's own connection.
    """
    message, now = await _receive(browser), monotonic()
    free, since = getattr(browser.state, "turns", (float(_AT_ONCE), now))
    free = min(_AT_ONCE, free + (now - since) * _A_SECOND) - 1
    browser.state.turns = free, now
    await asyncio.sleep(max(0.0, -free / _A_SECOND))
    return message


def read_what_fits(states: WStates, widget: str) -> Any:
    """A widget's value; its default, where a message gives it something of another type or nothing that can be read."""
    state, known = states.states.get(widget), states.widget_metadata.get(widget)
    if known is None or not isinstance(state, Serialized):
        return _read(states, widget)
    sent = state.value.WhichOneof("value")
    try:
        if sent in (None, known.value_type) or {sent, known.value_type} == _NUMBERS:
            return _read(states, widget)
    except Exception:
        pass
    states.states[widget] = Value(known.deserializer(None))
    return states.states[widget].value


def finite_number(field: NumberInputSerde, sent: float | None) -> float | None:
    """What a field for a number was sent; its default, where a whole number cannot be infinite or nan."""
    try:
        return _number(field, sent)
    except (OverflowError, ValueError):
        return field.value


def _nothing(session: AppSession) -> None:
    """Do nothing for a session."""
