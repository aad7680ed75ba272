"""A learner who tries everything: a seeded random walk over every control of every page, with values at the ends."""

from dataclasses import dataclass, field
from math import inf, nan
from random import Random
from typing import Any

from gradlab.text import LANGUAGES, words
from gradlab.ui.pages import PAGES
from tests.protocol.chart import CHART
from tests.protocol.fields import TRIGGERS, Field
from tests.protocol.learner import asked
from tests.protocol.visit import Visit, visit

RUNS = 2  # the most that one change may cost
TEXTS = ("inf", "-inf", "nan", "1e400", "-0.0", "", " ", "A**2", "where(A > 0, A, 0.1*A)", "1/0", "😀", "<b>", "%00")
EXTREMES = (inf, -inf, nan, 1e400, -1e308, 1e308, 5e-324, -0.0)
FAULTS = {words(language)["fault"]["sentence"] for language in LANGUAGES}


@dataclass
class Walk:
    """What one learner does on one server, step by step, and what came of it that must not."""

    server: str
    seed: int
    wild: bool = False  # whether widgets are sent what no browser would send
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def take(self, count: int) -> list[str]:
        """So many steps from a link on; returns what went wrong, with the steps up to there."""
        with visit(self.server, self.random.choice(_LINKS)) as seen:
            for _ in range(count):
                trouble = self._step(seen)
                if trouble:
                    return [f"seed {self.seed}: {trouble} after {self.steps[-12:]}"]
        return []

    def _step(self, seen: Visit) -> str:
        messages = [self._act(seen) for _ in range(2 if self.random.random() < 0.1 else 1)]
        answer = seen.answer(*messages)
        trouble = troubles(seen)
        if trouble:
            return trouble
        sent = len(list(filter(None, messages)))
        if sent > 1:
            seen.settles()
        return f"{answer.runs} runs of the page for one change" if answer.runs > RUNS * max(1, sent) else ""

    def _act(self, seen: Visit) -> bytes:
        """One thing a learner can do here, as the message it sends."""
        tab, dice = seen.tab, self.random.random()
        if dice < 0.04:
            return self._does(seen, "follow", self.random.choice(["", *list(PAGES)[1:]]))
        if dice < 0.08 and tab.screen.blocks:
            return self._does(seen, "open", self.random.choice(tab.screen.blocks))
        if dice < 0.25 and tab.screen.components(CHART):
            how = self.random.choice(("touched", "approached"))
            return self._does(seen, "tell", CHART, **{how: asked(self.random.choice(tab.screen.keys))})
        chosen = self.random.choice([field for field in tab.screen.fields if not field.proto.disabled])
        if chosen.kind in TRIGGERS:
            return self._does(seen, "press", chosen.key)
        return self._does(seen, "set", chosen.key, self._value(chosen))

    def _does(self, seen: Visit, action: str, *given: Any, **named: Any) -> bytes:
        self.steps.append(f"{action} {' '.join(map(str, (*given, *named.values())))}")
        return getattr(seen.tab, action)(*given, **named)

    def _value(self, chosen: Field) -> Any:
        """A value the widget has on screen, at its ends more often than not."""
        proto, random = chosen.proto, self.random
        if self.wild and random.random() < 0.4:
            return _wild(chosen, random)
        if chosen.kind == "checkbox":
            return random.random() < 0.5
        if chosen.kind == "text_input":
            return random.choice(TEXTS)
        if chosen.options:
            several = chosen.kind == "button_group" and random.random() < 0.3
            return (
                random.sample(chosen.options, min(2, len(chosen.options))) if several else random.choice(chosen.options)
            )
        step = proto.step or 1.0
        inside = proto.min + step * round(random.random() * (proto.max - proto.min) / step)
        return random.choice((proto.min, proto.max, min(inside, proto.max)))


def troubles(seen: Visit) -> str:
    """The first error that a visitor sees."""
    told = [alert.alert.body for alert in seen.tab.screen.of("alert")]
    return next(iter([*seen.tab.screen.errors, *(text for text in told if text in FAULTS)]), "")


def _wild(chosen: Field, random: Random) -> Any:
    """Of the right type for the message, and nothing that the widget offers."""
    if chosen.slot == "bool_value":
        return random.random() < 0.5
    if chosen.slot == "int_value":
        return random.choice((-1, 0, 2**31, -(2**53), 2**53))
    if chosen.slot in ("double_value", "double_array_value"):
        return random.choice(EXTREMES)
    return random.choice(TEXTS)


_LINKS = (
    "/",
    "/?loss=mse_loss&elements=3",
    "/?loss=huber_loss&delta=0.5",
    "/?loss=cross_entropy",
    "/?loss=line_fit",
    "/?show=step",
    "/?loss=expression",
    "/scaling",
    "/scaling?preset=overflow",
    "/training",
    "/lessons",
    "/?predict=7",
)
