"""What is on a tab's screen: the elements that the server sent, each in its place."""

from dataclasses import dataclass
from typing import Any

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element

from tests.protocol.fields import Field, field_of, key_of

Place = tuple[int, ...]


@dataclass(frozen=True)
class Placed:
    """An element or a container, with the run and the fragment that put it there."""

    what: Element | Block
    run: str
    fragment: str

    @property
    def id(self) -> str:
        """What the server knows it by; most elements have none."""
        if isinstance(self.what, Block):
            kind = self.what.WhichOneof("type")
            return getattr(getattr(self.what, kind), "id", "") if kind else ""
        return getattr(getattr(self.what, self.what.WhichOneof("type")), "id", "")


class Screen:
    """The elements by their places, in the order of the page."""

    def __init__(self) -> None:
        self._places: dict[Place, Placed] = {}

    def put(self, delta: Delta, place: Place, run: str) -> None:
        """Put one element or container where it belongs."""
        what = delta.add_block if delta.WhichOneof("type") == "add_block" else delta.new_element
        if isinstance(what, Element):
            self._take_away(place)  # a container that was there, with all in it
        self._places[place] = Placed(what, run, delta.fragment_id)

    def clear_stale(self, run: str, fragments: set[str]) -> None:
        """Take away what a finished run, or that of fragments, did not put there again."""
        for place, placed in list(self._places.items()):
            concerned = not fragments or placed.fragment in fragments
            if concerned and placed.run != run:
                self._take_away(place)

    def _take_away(self, place: Place) -> None:
        for other in [other for other in self._places if other[: len(place)] == place]:
            del self._places[other]

    @property
    def elements(self) -> list[Element]:
        """All of them, in the order of the page."""
        everything = [self._places[place].what for place in sorted(self._places)]
        return [what for what in everything if isinstance(what, Element)]

    @property
    def fields(self) -> list[Field]:
        """Every widget that a visitor can change or press."""
        return [field for element in self.elements if (field := field_of(element))]

    @property
    def ids(self) -> set[str]:
        """Of everything that can hold a state."""
        return {placed.id for placed in self._places.values()} - {""}

    def field(self, key: str) -> Field:
        """The widget with a key, or the one whose key is this behind the name of its page: `scaling-w`."""
        exact = [field for field in self.fields if field.key == key]
        behind = [field for field in self.fields if field.key.endswith(f"-{key}")]
        return _only(exact or behind, f"widget {key}", self.keys)

    @property
    def blocks(self) -> list[str]:
        """The keys of the containers that tell the server when they are opened."""
        ids = [placed.id for placed in self._places.values() if isinstance(placed.what, Block)]
        return [key_of(block) for block in ids if block.startswith("$$ID")]

    def block_id(self, key: str) -> str:
        """The id of a container that tells the server when it is opened."""
        ids = [placed.id for placed in self._places.values() if isinstance(placed.what, Block)]
        return _only([block for block in ids if block and key_of(block) == key], f"container {key}", ids)

    def component(self, name: str) -> Any:
        """The description of a component that is on the page once, such as the live chart."""
        return _only(self.components(name), f"component {name}", self.keys)

    def components(self, name: str) -> list:
        """The same, where it may be there or not."""
        parts = [part.bidi_component for part in self.of("bidi_component")]
        return [part for part in parts if name in (part.component_name, key_of(part.id))]

    def fragment_of(self, element_id: str) -> str:
        """The fragment that put an element there; empty where the page itself did."""
        return next((placed.fragment for placed in self._places.values() if placed.id == element_id), "")

    def of(self, kind: str) -> list[Element]:
        """The elements of one kind."""
        return [element for element in self.elements if element.WhichOneof("type") == kind]

    @property
    def keys(self) -> list[str]:
        """Of the widgets that have one."""
        return [field.key for field in self.fields if field.key]

    @property
    def errors(self) -> list[str]:
        """What the error boxes say."""
        return [f"{part.exception.type}: {part.exception.message}" for part in self.of("exception")]


def _only(hits: list, what: str, among: list[str]) -> Any:
    if len(hits) != 1:
        raise LookupError(f"expected one {what}, found {len(hits)} among {sorted(among)}")
    return hits[0]
