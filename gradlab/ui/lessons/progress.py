"""Where a learner is in the course: the lesson, its stage, and whether that is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gradlab.ui.frame.expectations import OneOf, Range
from gradlab.ui.frame.session import session
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Shown, Stage
from gradlab.ui.live_chart.views import VIEWS

_CHOSEN = "chosen"
_NAMES = tuple(COURSE)


@dataclass(frozen=True)
class Progress:
    """chosen: the answer that was given, empty where the question was only revealed."""

    lesson: str = _NAMES[0]
    at: int = 0
    revealed: bool = False
    chosen: str = ""

    @property
    def of_course(self) -> Lesson:
        """The lesson."""
        return COURSE[self.lesson]

    @property
    def stage(self) -> Stage:
        """The question or task."""
        return self.of_course.stages[self.at]

    @property
    def number(self) -> int:
        """The lesson's place in the course, from 0."""
        return _NAMES.index(self.lesson)

    @property
    def setting(self) -> Shown:
        """What the picture shows now, with widget keys of this stage."""
        stage = self.stage
        shown = stage.shown_after(self.chosen) if isinstance(stage, Question) and self.revealed else stage.setting
        return shown.named(f"{self.lesson}-{self.at}-")

    @property
    def hides(self) -> bool:
        """Whether the answer is still hidden."""
        return isinstance(self.stage, Question) and not self.revealed

    def onward(self) -> "Progress":
        """What comes next: the answer, then the next question or task, then the next lesson."""
        if self.hides:
            return replace(self, revealed=True)
        if self.at + 1 < len(self.of_course.stages):
            return Progress(self.lesson, self.at + 1)
        return Progress(_NAMES[self.number + 1]) if self.number + 1 < len(_NAMES) else self

    def back(self) -> "Progress":
        """What came before."""
        if self.at:
            return Progress(self.lesson, self.at - 1, revealed=True)
        if not self.number:
            return replace(self, revealed=False, chosen="")
        before = _NAMES[self.number - 1]
        return Progress(before, len(COURSE[before].stages) - 1)


def current_progress() -> Progress:
    """Where the learner is; when the page opens, where the link says."""
    own = session()
    lesson = own.declare("lesson", OneOf(_NAMES), _NAMES[0])
    at = own.declare("stage", Range(1, len(COURSE[lesson].stages), whole=True), 1) - 1
    revealed = own.declare("reveal", OneOf(("1",)), "") == "1"
    return Progress(lesson, at, revealed, own.value(_CHOSEN) or "")


def go_to(progress: Progress) -> None:
    """Go there, and have the sliders stand where that stage has them. Call it in a callback."""
    left = current_progress().setting
    if isinstance(left, Setting) and left.view:
        VIEWS[left.view].closed()
    revealed = "1" if progress.revealed and isinstance(progress.stage, Question) else ""
    said = {"lesson": progress.lesson, "stage": progress.at + 1, "reveal": revealed}
    session().give(said | progress.setting.stand | {_CHOSEN: progress.chosen})


def turn(direction: str) -> None:
    """Go on or back, as a key or a clicker asks. It may be anything."""
    progress = current_progress()
    turns: Mapping[str, Progress] = {"on": progress.onward(), "back": progress.back()}
    if direction in turns:
        go_to(turns[direction])
