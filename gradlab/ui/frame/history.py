"""The states the page has had, so that a reader can undo the last changes one by one.

A move of a slider of which the server does not hear is undone in the browser (live_chart/undo.js). The server keeps the
state before each other change, in which those moves have been made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gradlab.ui.frame.address import own_parameters, restore, restore_own
from gradlab.ui.frame.notices import clear_notices

MOST = 20


@dataclass(frozen=True)
class PageState:
    """What every widget said, by its key, and what the address said for itself. quiet: the keys that move unheard."""

    values: Mapping[str, Any]
    own: Mapping[str, str]
    quiet: tuple[str, ...] = ()

    def is_as(self, other: "PageState") -> bool:
        """Whether nothing has changed but, at most, which element's curve is shown."""
        return self.values == other.values and _without_active(self.own) == _without_active(other.own)


@dataclass
class History:
    """One reader's. present: after the last run. before: what the run that is going on began with. changes: so far."""

    present: PageState | None = None
    before: PageState | None = None
    past: list[PageState] = field(default_factory=list)
    changes: int = 0
    undoing: bool = False


def begin_run() -> None:
    """Before anything is drawn or restored: what the page was like, with the moves that only the browser knew."""
    history = _history()
    if history.before is None and history.present:
        present = history.present
        moved = {key: st.session_state[key] for key in present.quiet if key in st.session_state}
        history.before = PageState({**present.values, **moved}, present.own)


def note_change(keys: Iterable[str], quiet: Iterable[str]) -> None:
    """Once everything is drawn: keep the state before, if this one is another. `quiet`: the keys that move unheard."""
    history = _history()
    values = {key: st.session_state[key] for key in keys}
    history.present = PageState(values, own_parameters(), tuple(quiet))
    before, history.before = history.before, None
    if before and not history.undoing and not history.present.is_as(before):
        history.past = [*history.past, before][-MOST:]
        history.changes += 1
    history.undoing = False


def is_outdated() -> bool:
    """Whether a widget of the page has changed without a run of the page.

    Streamlit sends what the chart asks for and what a widget says at the same moment as one message, and runs the chart
    alone.
    """
    present = _history().present
    heard = {key: value for key, value in present.values.items() if key not in present.quiet} if present else {}
    return any(st.session_state.get(key, value) != value for key, value in heard.items())


def note_active() -> None:
    """Another element's curve is shown. That is no change of its own, but a state that is restored has it."""
    history = _history()
    if history.present:
        history.present = PageState(history.present.values, own_parameters(), history.present.quiet)


def undo() -> None:
    """Go back to the state before the last change. Call it in a callback."""
    history = _history()
    clear_notices()
    if history.past:
        before = history.past.pop()
        restore_own(before.own)
        go_back_to(before.values)


def go_back_to(values: Mapping[str, Any]) -> None:
    """Give widgets, by key, their earlier values; that is no change to undo."""
    restore(values)
    _history().undoing = True


def changes() -> dict[str, int]:
    """How many changes there have been, and how many of them can still be undone."""
    history = _history()
    return {"changes": history.changes, "kept": len(history.past)}


def _history() -> History:
    return st.session_state.setdefault("history", History())


def _without_active(own: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in own.items() if name != "at"}
