"""What the session holds of one page: every value of it, by the name a link uses, and what it may be."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from gradlab.ui.frame.expectations import Expectation, OneOf, SomeOf
from gradlab.ui.frame.history import History, State

Link = Mapping[str, list[str]]


_NOTHING = object()


@dataclass(frozen=True)
class Parameter:
    """One value of a page. default: what the address leaves out.

    key: the widget's that shows it, if one does. heard: whether the server is told when it changes. in_address: whether
    a link may say it.
    """

    name: str
    expected: Expectation
    default: Any
    key: str = ""
    heard: bool = True
    in_address: bool = True


@dataclass
class Given:
    """A value that the server has given a widget. run: which tells the browser. replaced: what it may still say."""

    run: int
    replaced: list[Any] = field(default_factory=list)


@dataclass
class PageSession:
    """One page of one reader. link: what the address said when it was opened, until that is read; then None.

    opened: what the page was like then. good: what it was like when it was last drawn to the end.
    """

    link: Link | None = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    opened: State | None = None
    good: State = field(default_factory=dict)
    history: History = field(default_factory=History)
    notices: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    _given: dict[str, Given] = field(default_factory=dict)
    _drawn: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _before: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _named: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A run begins, in which every parameter is named anew."""
        self._named = set()
        self._before, self._drawn = self._drawn, {}

    def declare(self, parameter: Parameter, run: int) -> Any:
        """This is a parameter of the page as it is. Returns its value: the session's, the link's or the default."""
        name, expected = parameter.name, parameter.expected
        if name not in self.values:
            self.values[name] = self._linked(parameter)
        elif not expected.takes(self.values[name]):
            usable = isinstance(expected, SomeOf)
            fallback = tuple(v for v in self.values[name] if v in expected.options) if usable else parameter.default
            self.give({name: fallback}, run)
        self.parameters[name] = parameter
        self._named.add(name)
        return self.values[name]

    def show(self, name: str, identity: tuple[Any, ...], browser: MutableMapping[str, Any]) -> str:
        """Before its widget is drawn: have it say the value. identity: what makes it another widget to Streamlit.

        A widget that says it already is left alone: what is set is sent, and would undo what its reader does meanwhile.
        """
        key, value = self.parameters[name].key, self.values[name]
        self._drawn[name] = identity
        if self._before.get(name) != identity or not _same(browser.get(key), value):
            browser[key] = list(value) if isinstance(value, tuple) else value
        return key

    def hear(self, browser: MutableMapping[str, Any], seen: int) -> set[str]:
        """Take over what the reader has changed, and return the names of that.

        What a widget says only because the browser has not had the last answer yet is no change: `seen` is the last run
        whose answer it had. Nor is what no widget of the page can say.
        """
        changed = set()
        for name, parameter in self.parameters.items():
            if not parameter.key or name not in self.values:
                continue
            said = _meant(parameter.expected, browser.get(parameter.key, _NOTHING))
            if said is _NOTHING or _same(said, self.values[name]):
                continue
            given = self._given.get(name)
            stale = given and seen < given.run and any(_same(said, value) for value in given.replaced)
            if stale or not parameter.expected.takes(said):
                value = self.values[name]
                browser[parameter.key] = list(value) if isinstance(value, tuple) else value
                continue
            self.values[name] = said
            self._given.pop(name, None)
            changed.add(name)
            if not parameter.heard:
                self.history.moved({name: said})
        return changed

    def give(self, values: State, run: int) -> None:
        """Have the page say these values, from the run on that is given."""
        for name, value in values.items():
            if name in self.values and not _same(self.values[name], value):
                given = self._given.setdefault(name, Given(run))
                given.run = run
                given.replaced.append(self.values[name])
            self.values[name] = value

    def forget(self, names: Iterable[str]) -> None:
        """Give these their defaults."""
        for name in names:
            self.values.pop(name, None)

    def finish(self) -> State:
        """Everything is drawn: what was not named is none of the page's. Returns its state."""
        self.parameters = {name: self.parameters[name] for name in self.parameters if name in self._named}
        state = self.state
        self.link = None
        self.opened = state if self.opened is None else self.opened
        self.history.note(state)
        return state

    def enter(self) -> None:
        """The reader comes back from another page: every widget is new to the browser."""
        self._given, self._drawn = {}, {}
        self.begin()

    @property
    def state(self) -> dict[str, Any]:
        """Every value that a link may say; none of those that have been forgotten since the page was drawn."""
        said = (name for name, parameter in self.parameters.items() if parameter.in_address)
        return {name: self.values[name] for name in said if name in self.values}

    def _linked(self, parameter: Parameter) -> Any:
        said = self.link.get(parameter.name) if self.link and parameter.in_address else None
        try:
            return parameter.expected.read(said[-1]) if said else parameter.default
        except ValueError:
            return parameter.default


def _meant(expected: Expectation, said: Any) -> Any:
    """What a browser's word for a value means: some names come as a list, a translated one by its label."""
    if isinstance(said, list):
        return tuple(said)
    if isinstance(expected, OneOf) and isinstance(said, str):
        return expected.labels.get(said, said)
    return said


def _same(one: Any, other: Any) -> bool:
    one, other = (tuple(value) if isinstance(value, list) else value for value in (one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
