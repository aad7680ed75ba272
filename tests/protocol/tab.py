"""One browser tab on the app, without its socket: bytes come in, and what a visitor does gives the bytes to send.

It keeps what Streamlit's own scripts keep (widget states, large messages, address, elements) and sends what they send,
so that what is measured or tried over it is what a browser would cause. The scripts of components do not run here:
their calls of `setStateValue` and `setTriggerValue` are made by hand.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.protocol.fields import KINDS, field_of
from tests.protocol.messages import MessageCache
from tests.protocol.screen import Screen

COMPLETE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Tab:
    """What one tab holds, sends and is sent. screen: what it shows."""

    def __init__(self, address: str = "/", locale: str = "en-US") -> None:
        self.page, _, self.query = address.partition("?")
        self.locale = locale
        self.screen = Screen()
        self.states: dict[str, WidgetState] = {}
        self.session_id = ""
        self.runs: list[str] = []  # how each run ended that has ended
        self.bytes_received = 0
        self.messages_received = 0
        self._cache = MessageCache()
        self._followed: list[dict[str, Any]] = []  # the sliders that only the address follows
        self._page_hash = ""
        self._run = ""  # the one whose elements are coming

    @property
    def complete(self) -> int:
        """How many runs have come to their end."""
        return sum(end in ("FINISHED_SUCCESSFULLY", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY") for end in self.runs)

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says."""
        return dict(self._parameters)

    def value(self, key: str) -> Any:
        """What a widget shows."""
        field = self.screen.field(key)
        return field.value(self.states[field.id])

    def number(self, key: str) -> float:
        """Where a slider stands."""
        (number,) = self.value(key)
        return number

    # What a visitor does

    def rerun(self, fragment: str = "") -> bytes:
        """Send what the tab holds. The first one opens the page."""
        return self._message(list(self.states.values()), fragment)

    def set(self, key: str, value: Any) -> bytes:
        """Give a widget a value. Nothing is to be sent of one that only the address follows."""
        field = self.screen.field(key)
        state = self.states[field.id] = field.holding(value)
        for followed in self._followed:
            if followed["key"] == key:
                (stands,) = field.value(state)
                text = stands if followed["offered"] else f"{stands:g}"
                self._write(followed["name"], [] if text == followed["usual"] else [text])
        return b"" if field.proto.ignore_rerun else self.rerun(self.screen.fragment_of(field.id))

    def press(self, key: str) -> bytes:
        """Press a button."""
        button = self.screen.field(key)
        return self._with(WidgetState(id=button.id, trigger_value=True), button.id)

    def open(self, key: str) -> bytes:
        """Open a popover or an expander that tells the server."""
        block = self.screen.block_id(key)
        self.states[block] = WidgetState(id=block, bool_value=True)
        return self.rerun()

    def tell(self, component: str, **values: Any) -> bytes:
        """As a component that calls `setStateValue(name, value)`."""
        sender = self.screen.component(component).id
        before = self.states.get(sender)
        held = json.loads(before.json_value) if before else {}
        self.states[sender] = WidgetState(id=sender, json_value=json.dumps(held | values))
        return self.rerun(self.screen.fragment_of(sender))

    def call(self, component: str, event: str, value: Any) -> bytes:
        """As a component that calls `setTriggerValue(event, value)`."""
        sender = self.screen.component(component).id
        payload = json.dumps([{"event": event, "value": value}])
        return self._with(WidgetState(id=_make_trigger_id(sender, "events"), json_trigger_value=payload), sender)

    def follow(self, page: str) -> bytes:
        """Follow the link to another page, named by its path."""
        link = next(part.page_link for part in self.screen.of("page_link") if part.page_link.page.strip("/") == page)
        self.query = link.query_string
        self.page, self._page_hash = f"/{page}", link.page_script_hash
        return self.rerun()

    @property
    def _parameters(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    def say(self, name: str, value: str) -> None:
        """As a script of the page that changes what the address says."""
        self._write(name, [value])

    def _write(self, name: str, values: list[str]) -> None:
        others = [(other, value) for other, value in self._parameters if other != name]
        # Streamlit's scripts sort the names.
        self.query = urlencode(sorted([*others, *((name, value) for value in values)], key=lambda pair: pair[0]))

    def _with(self, trigger: WidgetState, sender: str) -> bytes:
        return self._message([*self.states.values(), trigger], self.screen.fragment_of(sender))

    def _message(self, states: list[WidgetState], fragment: str) -> bytes:
        message = BackMsg()
        client = message.rerun_script
        client.query_string = self.query
        client.page_script_hash = self._page_hash
        client.page_name = "" if self._page_hash else self.page.strip("/")
        client.fragment_id = fragment
        client.widget_states.widgets.extend(states)
        client.cached_message_hashes.extend(self._cache.hashes)
        client.context_info.CopyFrom(
            ContextInfo(timezone="UTC", locale=self.locale, url=f"http://localhost{self.page}", color_scheme="light")
        )
        return message.SerializeToString()

    # What the server sends

    def receive(self, data: bytes) -> str:
        """Take one message in; returns its kind."""
        self.bytes_received += len(data)
        self.messages_received += 1
        message = self._cache.restored(ForwardMsg.FromString(data))
        kind = message.WhichOneof("type")
        if handle := getattr(self, f"_on_{kind}", None):
            handle(message)
        return kind

    def _on_new_session(self, message: ForwardMsg) -> None:
        told = message.new_session
        self.session_id = told.initialize.session_id or self.session_id
        self._run = message.metadata.run.script_run_id
        self._cache.age = told.config.max_cached_message_age
        if not message.metadata.run.fragment_ids:
            self._page_hash = told.page_script_hash

    def _on_navigation(self, message: ForwardMsg) -> None:
        self._page_hash = message.navigation.page_script_hash

    def _on_delta(self, message: ForwardMsg) -> None:
        if message.delta.WhichOneof("type") not in ("new_element", "add_block"):
            return
        self.screen.put(message.delta, tuple(message.metadata.delta_path), self._run)
        if message.delta.new_element.bidi_component.component_name == "gradlab_address":
            bar = json.loads(json.loads(message.delta.new_element.bidi_component.json)["message"])
            self.query, self._followed = bar["query"], bar["followed"]
        field = field_of(message.delta.new_element)
        if field and field.kind in KINDS and (field.proto.set_value or field.id not in self.states):
            self.states[field.id] = field.first()

    def _on_page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _on_script_finished(self, message: ForwardMsg) -> None:
        run, fragments = message.metadata.run.script_run_id, set(message.metadata.run.fragment_ids)
        self.runs.append(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
        if message.script_finished in COMPLETE:
            self.screen.clear_stale(run, fragments)
            held = self.screen.ids
            self.states = {name: state for name, state in self.states.items() if name in held}
            self._cache.run_finished(fragments)
