"""What a page gives to be shared: its state at that moment, and the files that can be made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Shared(Protocol):
    """A page at one moment.

    name: what its files are called. title: what it shows. values: every value of the page by its key in a link.
    words: all the words of `language`, the reader's.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def words(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Place:
    """A page of which no files are made: what a link to it says."""

    values: Mapping[str, Any]
    words: Mapping[str, Any]
    language: str
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class File:
    """A kind of file: how its name ends, its media type, and its text for what is shared and the link to it."""

    extension: str
    media_type: str
    text: Callable[[Any, str], str]
