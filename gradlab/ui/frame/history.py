"""The states a page has had, so that a reader can undo the last changes one by one.

A move of a slider of which the server does not hear is undone in the browser (live_chart/undo.js). Here is the state
before each other change, in which those moves have been made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

State = Mapping[str, Any]

MOST = 20


@dataclass
class History:
    """One page's. present: after the last run, with the moves heard since. changes: so far. ignored: are no changes."""

    ignored: tuple[str, ...] = ("at",)
    present: dict[str, Any] | None = None
    past: list[State] = field(default_factory=list)
    changes: int = 0
    undoing: bool = False

    def moved(self, values: State) -> None:
        """The browser has moved these itself, and undoes them itself: that is no change of the server's."""
        if self.present is not None:
            self.present |= values

    def note(self, present: State) -> None:
        """Once everything is drawn: keep the state before, if this one is another."""
        before, self.present = self.present, dict(present)
        if before is not None and not self.undoing and not self._alike(before, present):
            self.past = [*self.past, before][-MOST:]
            self.changes += 1
        self.undoing = False

    def back(self) -> State | None:
        """The state before the last change, if there is one; what leads there is no change."""
        if not self.past:
            return None
        self.undoing = True
        return self.past.pop()

    @property
    def counted(self) -> dict[str, int]:
        """How many changes there have been, and how many of them can still be undone."""
        return {"changes": self.changes, "kept": len(self.past)}

    def _alike(self, one: State, other: State) -> bool:
        first, second = ({n: v for n, v in state.items() if n not in self.ignored} for state in (one, other))
        return first == second
