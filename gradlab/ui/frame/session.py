"""The one home of the page's state: what the session holds, and how widgets and the browser are kept with it.

A link is read once, when a page is opened. From then on the session knows: widgets are given its values before they are
drawn, what a reader changes is heard at the beginning of the next run, and the address is written from it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gradlab.ui.frame.expectations import Expectation
from gradlab.ui.frame.history import State
from gradlab.ui.frame.page_session import PageSession, Parameter

_KEY = "session"
ADDRESS = "address"  # the fragment that writes it
SEEN = "seen"  # the key of the widget that says which run's answer the browser has had
PRESENTATION = ("lang", "view")  # how the reader sees every page
_VERSION = "v"


@dataclass
class Session:
    """One reader's. frame: what belongs to every page. name: the page's that is open. run: the number of this one."""

    frame: PageSession
    pages: dict[str, PageSession] = field(default_factory=dict)
    name: str = ""
    run: int = 0
    running: bool = False  # whether the page is being drawn, and not a callback called or a fragment drawn
    unanswered: set[str] = field(default_factory=set)  # what was changed that the fragment that runs does not draw
    whole_page_asked: bool = False  # whether a fragment has asked for more than itself
    draw_button: Callable[[], None] | None = None  # the page's own in the header
    _changed: set[str] = field(default_factory=set)

    @property
    def page(self) -> PageSession:
        """The page that is open."""
        return self.pages[self.name]

    @property
    def _open(self) -> list[PageSession]:
        return [self.frame, *([self.pages[self.name]] if self.name in self.pages else [])]

    def hear(self) -> set[str]:
        """Take over what the reader has changed; once more changes nothing. Returns the names of that."""
        seen = st.session_state.get(SEEN, 0)
        changed = {name for one in self._open for name in one.hear(st.session_state, seen)}
        self._changed |= changed
        if in_fragment():  # a callback may hear first, in the run of a fragment that draws none of it
            self.unanswered |= self._heard_of(changed)
        return changed

    def _heard_of(self, names: set[str]) -> set[str]:
        """Those that are told to the server when they change."""
        return {name for one in self._open for name in names & set(one.parameters) if one.parameters[name].heard}

    def begin(self) -> None:
        """The whole page begins to run."""
        self._begin(self._open)

    def begin_body(self) -> bool:
        """The body of the page begins to run by itself. Returns whether that is enough: the header may have changed."""
        return self._begin([self.page]).isdisjoint(self.frame.parameters)

    def _begin(self, drawn: Sequence[PageSession]) -> set[str]:
        self.hear()
        unanswered, self.unanswered, self._changed = self.unanswered, set(), set()
        self.run += 1
        self.running, self.whole_page_asked = True, False
        for one in drawn:
            one.begin()
        return unanswered

    def enter(self, name: str) -> None:
        """The page with this name is the one that runs: as its link says, or where there is none as it was left."""
        known, elsewhere = self.pages.get(name), self.name != name
        link = {said: values for said, values in _link().items() if said not in (*PRESENTATION, _VERSION)}
        if known is None or (elsewhere and link):
            page = PageSession(_link())
            self.pages[name] = replace(page, history=known.history) if known else page
        elif elsewhere:
            known.enter()
        self.name, self.draw_button = name, None

    def declare(self, name: str, expected: Expectation, default: Any, **what: Any) -> Any:
        """This is a parameter of the open page: see `Parameter`. Returns its value."""
        return self.page.declare(Parameter(name, expected, default, **what), self.run)

    def widget(self, name: str, *identity: Any) -> str:
        """The key of a parameter's widget, which will say its value. identity: what makes it another to Streamlit."""
        return self.page.show(name, identity, st.session_state)

    def give(self, values: State) -> None:
        """Have the page say these values."""
        self.page.give(values, self.run if self.running else self.run + 1)

    def value(self, name: str) -> Any:
        """What a parameter of the open page says; None where it has none of that name."""
        return self.page.values.get(name)

    def take_change(self, name: str) -> bool:
        """Whether the reader has changed this, in the message that is being answered. It is told once."""
        self.hear()
        changed = name in self._changed
        self._changed.discard(name)
        return changed

    def undo(self) -> None:
        """Go back to the state before the last change."""
        before = self.page.history.back()
        if before is not None:
            self.page.forget(set(self.page.state) - set(before))
            self.give(before)

    def reset(self) -> None:
        """Go back to what the link gave."""
        opened = self.page.opened or {}
        self.page.forget(set(self.page.state) - set(opened))
        self.give(opened)


def session() -> Session:
    """The session of the reader who is being answered."""
    try:
        return st.session_state[_KEY]
    except KeyError:
        own = st.session_state[_KEY] = Session(PageSession(_link()))
        return own


def on_change(name: str, then: Callable[[], None] = lambda: None, *, only: Sequence[str] = ()) -> Callable[[], None]:
    """What the widget of a parameter calls when it changes: `then`, if its reader has changed it.

    only: the fragments that tell of this parameter, by their keys, if nothing else of the page does: they run alone.
    """

    def changed() -> None:
        """Act on the change, if a reader has made it."""
        if session().take_change(name):
            noticed = bool(session().page.notices)  # they go, which takes the whole page
            session().page.notices.clear()
            then()
            if only and not noticed:
                session().unanswered.discard(name)
                run_only(only)

    return changed


def run_only(fragments: Sequence[str]) -> None:
    """From the callback of a widget outside: run these fragments of the open page, and the page itself not."""
    session().page.finish()
    with suppress(StreamlitAPIException):  # of a page that broke off before it drew one of them: it runs whole
        st.rerun([*fragments, ADDRESS])


def on_action(then: Callable[..., None]) -> Callable[..., None]:
    """What a button calls, or the chart, once the session has heard where everything stands."""

    def acted(*given: Any) -> None:
        session().hear()
        session().page.notices.clear()
        then(*given)

    return acted


def in_fragment() -> bool:
    """Whether only a fragment of the page is run. In a run of the whole page everything is heard when it begins."""
    context = get_script_run_ctx(suppress_warning=True)
    return bool(context and context.fragment_ids_this_run)


def _link() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def frame_parameter(name: str, expected: Expectation, default: Any, **what: Any) -> Any:
    """A parameter that belongs to every page. Returns its value."""
    own = session()
    return own.frame.declare(Parameter(name, expected, default, **what), own.run)
