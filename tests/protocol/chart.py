"""The live chart of a tab: what it was told, by message or by route, and what it asks of the route (asking.js)."""

import json
import zlib
from typing import Any
from urllib.parse import urlencode

from gradlab.ui.browser.packing import Part
from gradlab.ui.live_chart.route import PATH
from tests.protocol.parts import opened, texts_of
from tests.protocol.tab import Tab

CHART = "gradlab_live_chart"


class Chart:
    """What a tab's chart shows, and what it has at hand."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._sent = b""
        self._parts: dict[str, Part] = {}
        self._at_hand: dict[str, dict[str, Part]] = {}

    @property
    def parts(self) -> dict[str, Part]:
        """The parts it shows: those of the last message, until the route brought others."""
        sent = self._tab.screen.component(CHART).bytes
        if sent != self._sent:
            self._sent, self._parts = sent, opened(zlib.decompress(sent))
        return self._parts

    @property
    def data(self) -> dict[str, Any]:
        """What they say."""
        return texts_of(self.parts)

    @property
    def by_route(self) -> bool:
        """Whether it asks the route; a message otherwise."""
        return "open" in self.data

    def depends_on(self, key: str) -> bool:
        """Whether another curve is to be brought once this slider has moved."""
        return key in self.data.get("sliders", ()) and key != self.data["active"]

    def moved(self) -> dict[str, float]:
        """Where sliders stand that were moved since."""
        data = self.data
        stands = {name: self._tab.number(name) for name in data["sliders"] if name in data["quiet"]}
        return {name: value for name, value in stands.items() if value != float(data["sliders"][name])}

    def path(self, key: str, over: str = "") -> str:
        """Where the curve of an element is, as the sliders stand, and with it those of a parameter."""
        data, stands = self.data, self.moved()
        query = {"of": data["of"], "at": key, "reach": data["reach"], "lang": data["language"]}
        query |= {"views": ".".join(data["open"]), **data["values"]}
        query |= {"stands": json.dumps(stands, separators=(",", ":"))} if stands else {}
        query |= {"over": over} if over else {}
        return f"{PATH}?{urlencode(query)}"

    def has(self, path: str) -> bool:
        """Whether the last answer was to this."""
        return path in self._at_hand

    def takes(self, path: str, body: bytes) -> None:
        """An answer has come."""
        self._at_hand = {path: opened(zlib.decompress(body))}

    def shows(self, path: str) -> None:
        """Show what came."""
        self._parts = self.parts | self._at_hand[path]
