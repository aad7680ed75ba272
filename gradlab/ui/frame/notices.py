"""Short notices about what could not be used. They stay until the next thing the reader does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import streamlit as st

from gradlab.ui.frame.address import note_state
from gradlab.ui.frame.link import FORMAT_VERSION
from gradlab.ui.frame.presentation import current_words


@runtime_checkable
class Expectation(Protocol):
    """What a link may say for one key."""

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`."""


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

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`."""
        return _number(raw) == value


def _number(raw: str) -> float | None:
    try:
        return float(raw)
    except ValueError:
        return None


@dataclass(frozen=True)
class OneOf:
    """One of a few names."""

    options: tuple[Any, ...]

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        written = [f"{option:g}" if isinstance(option, float) else str(option) for option in self.options]
        return words["choice"].format(options=", ".join(f"`{option}`" for option in written))

    def reads(self, raw: str, value: Any) -> bool:
        """Whether the text `raw` means `value`: a number in any spelling, a name as the address or Python has it."""
        if isinstance(value, float):
            return _number(raw) == value
        return raw == str(value) or (isinstance(value, bool) and raw == str(value).lower())


@dataclass(frozen=True)
class SomeOf:
    """Some of a few names, with points between them, or none."""

    options: tuple[str, ...]

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["some"].format(options=", ".join(f"`{option}`" for option in self.options))

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - what is named twice or in another order is no fault
        """Whether the text `raw` names nothing else."""
        return set(filter(None, raw.split("."))) <= set(self.options)


@dataclass(frozen=True)
class Text:
    """Any text: what reads it says itself what is wrong."""

    def describe(self, words: Mapping[str, str]) -> str:  # noqa: ARG002 - never refused
        """The expectation in words."""
        return ""

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002 - the field shows what it was given
        """Whether the text `raw` means `value`."""
        return True


@dataclass(frozen=True)
class Written:
    """Nothing, or a text of the page's own that can be read. expected: the key of the words that say what it is."""

    expected: str
    readable: Callable[[str], object]

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words[self.expected]

    def reads(self, raw: str, value: Any) -> bool:  # noqa: ARG002
        """Whether the text can be read."""
        return not raw or bool(self.readable(raw))


Notice = tuple[str, Mapping[str, Any]]


def notify(kind: str, **details: Any) -> None:
    """Keep a notice, by its key in the words; an Expectation among the details is put into words when it is shown."""
    st.session_state.setdefault("notices", []).append((kind, details))


def clear_notices() -> None:
    """Forget all notices: the reader has gone on."""
    st.session_state["notices"] = []


def check_link(link: Mapping[str, str], expected: Mapping[str, Expectation], own: Mapping[str, Expectation]) -> None:
    """Note the page's state, and once, when it has opened, what the link gave that could not be used.

    What the page shows for it is what Reset goes back to.

    expected: what each widget takes, by its key. own: the same for what belongs to no widget.
    """
    shown = {key: st.session_state[key] for key in expected}
    note_state(shown)
    if "opened_state" in st.session_state:
        return
    st.session_state["opened_state"] = shown
    for key, expectation in own.items():
        if not expectation.reads(link.get(key, ""), None):
            notify("own", name=key, value=link[key], expected=expectation)
    if link.get("v", FORMAT_VERSION) != FORMAT_VERSION:
        notify("version", value=link["v"], known=FORMAT_VERSION)
    for key, raw in link.items():
        if key in expected and not expected[key].reads(raw, shown[key]):
            notify("link", name=key, value=raw, expected=expected[key], shown=shown[key])


def show_notices(*more: Notice) -> None:
    """Draw the notices that are kept, and `more`. What came from outside is shown as code, never read as Markdown."""
    words = current_words()["notice"]
    for kind, details in (*st.session_state.get("notices", []), *more):
        worded = {
            name: value.describe(words) if isinstance(value, Expectation) else as_code(str(value))
            for name, value in details.items()
        }
        st.warning(words[kind].format(**worded), icon=":material/info:")


def as_code(text: str) -> str:
    """Text as inline code on one line: a fence of backticks longer than any it holds, and at most 300 characters."""
    line = " ".join(text.split())[:300]
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}" if line.startswith("`") or line.endswith("`") else f"{fence}{line}{fence}"
