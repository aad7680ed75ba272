"""What a lesson is: questions and tasks, one after the other, each at a picture of one experiment or training step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import log2
from typing import Any

from gradlab.compute.experiment import Experiment, flat
from gradlab.compute.losses import LOSSES, Slider
from gradlab.compute.losses.shapes import count
from gradlab.compute.scaling import Pipeline
from gradlab.ui.experiment.elements import Element

Facts = Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Setting:
    """What the live chart shows: an experiment, and which of its elements can be moved.

    handles: every element that is differentiated; the browser follows their sliders. others: elements that are held,
    and v: the server hears of them. view: the view of the live chart that opens with the answer. starts: what that
    view's widgets say then, by their names in a link.
    """

    experiment: Experiment
    handles: tuple[Element, ...]
    others: tuple[Element, ...] = ()
    view: str = ""
    starts: Mapping[str, Any] = field(default_factory=dict)

    def value_of(self, element: Element) -> float:
        """Where an element stands when the stage begins."""
        if element.tensor == "v":
            return flat(self.experiment.vector)[element.index]
        return element.value_in(self.experiment)

    @property
    def stand(self) -> dict[str, Any]:
        """Where the sliders stand when the stage begins, by their keys, and what the view's widgets say."""
        return {element.key: self.value_of(element) for element in (*self.handles, *self.others)} | dict(self.starts)

    def named(self, prefix: str) -> "Setting":
        """The same with widget keys of its own."""
        return replace(
            self,
            handles=tuple(replace(element, prefix=prefix) for element in self.handles),
            others=tuple(replace(element, prefix=prefix) for element in self.others),
        )


@dataclass(frozen=True)
class StepSetting:
    """What the live receipt shows: one training step, from the gradient to the weight. S can be dragged."""

    pipeline: Pipeline
    prefix: str = ""

    @property
    def key(self) -> str:
        """The key of the slider of S."""
        return f"{self.prefix}log2_S"

    @property
    def stand(self) -> dict[str, Any]:
        """Where that stands when the stage begins."""
        return {self.key: round(log2(self.pipeline.scale))}

    def named(self, prefix: str) -> "StepSetting":
        """The same with a widget key of its own."""
        return replace(self, prefix=prefix)


Shown = Setting | StepSetting


@dataclass(frozen=True, eq=False)
class Question:
    """A question with its answers; the picture, without its tangent and numbers, stands beside it.

    facts: every number of its words, as PyTorch gives it. answers: by their names in the words, the fact that is the
    answer; a name that is no fact is worded, and `truth` is then such a name. truth: the fact that decides which answer
    is right. after: what the picture shows once it is answered, by default the same. played: what it shows where one
    of the answers was given, to play that one.
    """

    name: str
    setting: Shown
    facts: Facts
    answers: Mapping[str, str]
    truth: str
    after: Shown | None = None
    played: Mapping[str, Shown] = field(default_factory=dict)

    def shown_after(self, answer: str) -> Shown:
        """What the picture shows once the question is answered, with this answer or none."""
        return self.played.get(answer, self.after or self.setting)

    def right_answer(self) -> str:
        """The name of the answer that what ran confirms."""
        facts = self.facts()
        (right,) = [name for name, fact in self.answers.items() if facts.get(fact, name) == facts[self.truth]]
        return right


@dataclass(frozen=True, eq=False)
class Task:
    """Something to do that the picture checks: `reached(what it shows)` says whether it is done."""

    name: str
    setting: Shown
    reached: Callable[[Any], bool]
    facts: Facts = field(default=dict)


Stage = Question | Task


@dataclass(frozen=True)
class Lesson:
    """A lesson. order: its place in the course. program: its code with slots, where it is not the experiment's own."""

    order: int
    stages: tuple[Stage, ...]
    program: Callable[[Experiment, Element], str] | None = None


def handles(experiment: Experiment, tensor: str, slider: Slider | None = None) -> tuple[Element, ...]:
    """All elements of a tensor of an experiment, with the catalogue's slider or another."""
    argument, shape = LOSSES[experiment.loss].tensor(tensor), experiment.shape(tensor)
    offered = slider or argument.slider
    return tuple(Element(tensor, index, shape, offered, argument.defaults[index]) for index in range(count(shape)))
