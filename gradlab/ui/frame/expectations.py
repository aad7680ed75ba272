"""What a link may say for one parameter, and a widget for one value: how it is read, written and put into words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Expectation(Protocol):
    """What is expected of one value."""

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""

    def read(self, raw: str) -> Any:
        """The value that a link's text means; as much of it as can be used. Raises ValueError where nothing can."""

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`, and nothing else."""

    def takes(self, value: Any) -> bool:
        """Whether this is such a value."""


def written(value: Any) -> str:
    """A value as the address writes it. A number reads back exactly, a whole one has no point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ".".join(value) if isinstance(value, tuple) else str(value)


def _number(raw: str) -> float | None:
    try:
        return float(raw)
    except ValueError:
        return None


def _shown(option: Any) -> str:
    return f"{option:g}" if isinstance(option, float) else str(option)


@dataclass(frozen=True)
class Range:
    """Any number from `low` to `high`, or any whole one."""

    low: float
    high: float
    whole: bool = False

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        low, high = (f"{end:g}".replace("-", "−") for end in (self.low, self.high))
        return words["whole_number" if self.whole else "number"].format(low=low, high=high)

    def read(self, raw: str) -> float:
        """The number; of one with a fraction the whole part, where whole ones are expected."""
        number = float(raw)
        if not self.low <= number <= self.high:
            raise ValueError(raw)
        return int(number) if self.whole else number + 0.0  # -0 is 0 to a slider

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`."""
        return _number(raw) == value

    def takes(self, value: Any) -> bool:
        """Whether this is such a number."""
        kind = int if self.whole else int | float
        return isinstance(value, kind) and not isinstance(value, bool) and self.low <= value <= self.high


@dataclass(frozen=True)
class OneOf:
    """One of a few values. labels: what a browser says for one of them that is translated, in any language."""

    options: tuple[Any, ...]
    labels: Mapping[str, Any] = field(default_factory=dict)

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["choice"].format(options=", ".join(f"`{_shown(option)}`" for option in self.options))

    def read(self, raw: str) -> Any:
        """The option."""
        for option in self.options:
            if self.reads(raw, option):
                return option
        raise ValueError(raw)

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`: a number in any spelling, a name as the address or Python has it."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _number(raw) == value
        return raw == str(value) or (isinstance(value, bool) and raw.lower() == str(value).lower())

    def takes(self, value: Any) -> bool:
        """Whether this is one of them."""
        return any(value == option and type(value) is type(option) for option in self.options)


@dataclass(frozen=True)
class SomeOf:
    """Some of a few names, with points between them, or none."""

    options: tuple[str, ...]

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["some"].format(options=", ".join(f"`{option}`" for option in self.options))

    def read(self, raw: str) -> tuple[str, ...]:
        """Those that are named, in their order."""
        named = raw.split(".")
        return tuple(option for option in self.options if option in named)

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - what is named twice or in another order is no fault
        """Whether the text `raw` names nothing else."""
        return set(filter(None, raw.split("."))) <= set(self.options)

    def takes(self, value: Any) -> bool:
        """Whether these are some of them."""
        return isinstance(value, Sequence) and set(value) <= set(self.options)


@dataclass(frozen=True)
class Text:
    """Any text: what reads it says itself what is wrong."""

    def describe(self, words: Mapping[str, str]) -> str:  # noqa: ARG002 - never refused
        """The expectation in words."""
        return ""

    def read(self, raw: str) -> str:
        """The text."""
        return raw

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - the field shows what it was given
        """Whether the text `raw` means `value`."""
        return True

    def takes(self, value: Any) -> bool:
        """Whether it is a text."""
        return isinstance(value, str)


@dataclass(frozen=True)
class Written:
    """Nothing, or a text of the page's own that can be read.

    expected: the key of the words that say what it is. details: the numbers of those words.
    """

    expected: str
    readable: Callable[[str], object]
    details: Mapping[str, Any] = field(default_factory=dict)

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words[self.expected].format(**self.details)

    def read(self, raw: str) -> str:
        """The text."""
        if not self.takes(raw):
            raise ValueError(raw)
        return raw

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002
        """Whether the text can be read."""
        return self.takes(raw)

    def takes(self, value: Any) -> bool:
        """Whether it is nothing, or can be read."""
        return isinstance(value, str) and (not value or bool(self.readable(value)))
