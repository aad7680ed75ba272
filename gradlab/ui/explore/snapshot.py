"""What Explore shows at the moment it is shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES, Loss
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import HIDE, LOCK, task
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.exploration import Exploration, explore
from gradlab.ui.live_chart.moves import active_element
from gradlab.ui.live_chart.payload import title_of
from gradlab.ui.live_page.chart import Sheet


@dataclass(frozen=True)
class Snapshot:
    """One state of the page: what is explored, the element whose curve is shown, all that can be moved, and every value
    by its key in a link.

    title: what the picture shows. words: all the words of `language`, the reader's.
    sheet: what makes the page a worksheet, if it is one. views: those that are open by their switch.
    """

    exploration: Exploration
    element: Element
    elements: tuple[Element, ...]
    values: Mapping[str, Any]
    title: str
    words: Mapping[str, Any]
    language: str
    sheet: Sheet
    views: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its files are called."""
        return self.experiment.loss

    @property
    def experiment(self) -> Experiment:
        """The experiment at its own values."""
        return self.exploration.experiment

    @property
    def loss(self) -> Loss:
        """The entry of the catalogue."""
        return LOSSES[self.experiment.loss]


def take_snapshot(controls: Controls, elements: list[Element], words: Mapping[str, Any]) -> Snapshot:
    """The page now. A slider sends nothing while it moves; what it says comes with the message that begins a run."""
    element = active_element(elements)
    exploration = explore(controls.experiment(), element)
    title = title_of(exploration, elements, element, words["chart"])
    return Snapshot(
        exploration=exploration,
        element=element,
        elements=tuple(elements),
        values=session().page.state,
        title=words["share"]["title"].format(loss=exploration.experiment.loss, title=title),
        words=words,
        language=current_language(),
        sheet=Sheet(task(), tuple(session().value(HIDE) or ()), tuple(session().value(LOCK) or ())),
        views=tuple(session().value("show") or ()),
    )
