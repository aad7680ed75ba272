"""Whoever means no good: links, messages and paths that no browser would send on its own, from one seed."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from math import inf, nan
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from gradlab.compute.losses import LOSSES
from gradlab.ui.pages import PAGES
from tests.bench.formula import NASTY
from tests.protocol.tab import Tab

MARK = "hostile7"  # stands in what is sent; nobody else may ever see it
TEXTS = (
    *("inf", "-inf", "nan", "1e400", "-0.0", "-1", "0", "1e308", "", " ", "true", "None", "[]", "{}", "0x10", "１"),
    *(
        "\x1b[31m\n2026 INFO",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "${7*7}",
        "%s%s%s",
        "';--",
        "\u202e",
        "\x00",
    ),
    *("x" * 5000, ".".join(["slope"] * 500), "A~1~2", "input0 1e999", "delta", "a.b.c", "🜂" * 50),
)
NAMES = (
    *(
        "loss",
        "elements",
        "show",
        "pin",
        "at",
        "trail",
        "held",
        "reach",
        "preset",
        "lang",
        "view",
        "reduction",
        "dtype",
    ),
    *(
        "device",
        "expression",
        "A0",
        "input0",
        "input1",
        "target0",
        "delta",
        "beta",
        "margin",
        "learning_rate",
        "log2_S",
    ),
    *("w", "x", "stale", "split", "clip_at", "optimizer", "model", "__proto__", "embed", "", "requires_grad_target"),
)
EVENTS = (
    "typed",
    "undone",
    "unavailable",
    "touched",
    "approached",
    "settled",
    "leaving",
    "events",
    "__proto__",
    "address",
)
PATHS = (
    "_stcore/stream",
    "_stcore/upload_file/../../x",
    "media/%2e%2e/%2e%2e/etc/passwd",
    "static/..%2f..%2fapp.py",
    "~/+/",
)


def junk(random: Random, depth: int = 2) -> Any:
    """Any value that JSON can say."""
    kinds = [
        lambda: random.choice(TEXTS) + MARK,
        lambda: random.choice((inf, -inf, nan, -0.0, 1e308, 7, -1, True, None)),
    ]
    if depth:
        kinds += [
            lambda: [junk(random, depth - 1) for _ in range(random.randrange(4))],
            lambda: {random.choice((*EVENTS, *NAMES)): junk(random, depth - 1) for _ in range(random.randrange(4))},
        ]
    return random.choice(kinds)()


def links(random: Random) -> Iterator[str]:
    """Links without end: known names with unknown values, a formula among them now and then."""
    while True:
        said = {random.choice(NAMES): random.choice(TEXTS) for _ in range(random.randrange(1, 6))}
        if random.random() < 0.6:
            said["loss"] = random.choice(list(LOSSES))
        if random.random() < 0.3:
            said |= {"loss": "expression", "expression": random.choice(NASTY).encode("utf-8", "replace").decode()}
        said["mark"] = MARK
        yield f"/{random.choice(['', *list(PAGES)[1:]])}?{urlencode(said)}"


def message(random: Random, tab: Tab) -> bytes:
    """A message about a widget or a component of the page that is open, or none of them."""
    sent = BackMsg.FromString(tab.rerun())
    states = sent.rerun_script.widget_states.widgets
    for _ in range(random.randrange(1, 4)):
        states.append(_state(random, tab))
    if random.random() < 0.1:
        sent.rerun_script.page_script_hash = random.choice(TEXTS)
    if random.random() < 0.3:
        sent.rerun_script.query_string = urlencode({random.choice(NAMES): random.choice(TEXTS) + MARK})
    return sent.SerializeToString()


def stray(random: Random, tab: Tab) -> bytes:
    """A message for a fragment that is not there; nothing comes of it."""
    sent = BackMsg.FromString(tab.rerun())
    sent.rerun_script.fragment_id = random.choice(TEXTS) + MARK
    return sent.SerializeToString()


def _state(random: Random, tab: Tab) -> WidgetState:
    parts = [part.bidi_component.id for part in tab.screen.of("bidi_component")]
    if parts and random.random() < 0.5:
        sender, event = random.choice(parts), random.choice(EVENTS)
        if random.random() < 0.5:
            return WidgetState(id=sender, json_value=json.dumps(random.choice(({event: junk(random)}, junk(random)))))
        trigger = [{"event": event, "value": junk(random)}]
        return WidgetState(id=_make_trigger_id(sender, "events"), json_trigger_value=json.dumps(trigger))
    state = WidgetState(id=random.choice([*tab.states, *(button.id for button in tab.screen.fields)]))
    value = random.choice(
        ("double_value", "double_array_value", "string_value", "string_array_value", "int_value", "json_value")
    )
    if value.endswith("array_value"):
        options = (inf, nan, 1e308, -0.0) if value.startswith("double") else TEXTS
        getattr(state, value).data.extend(random.choice(options) for _ in range(random.randrange(4)))
    elif value == "json_value":
        state.json_value = json.dumps(junk(random))
    else:
        setattr(state, value, {"double_value": nan, "int_value": 2**60}.get(value, random.choice(TEXTS) + MARK))
    return state


def ask(random: Random, server: str) -> int:
    """Ask for a path that is not there; returns the status."""
    path = random.choice((*PATHS, quote(random.choice(TEXTS))))
    try:
        with urllib.request.urlopen(f"{server}/{path}?{urlencode({'mark': MARK})}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code
