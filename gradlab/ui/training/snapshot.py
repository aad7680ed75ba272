"""What the training page shows at the moment it is shared, and the files made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gradlab.compute import training as compute
from gradlab.compute.training import Record, Training
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing.file import File
from gradlab.ui.live_page.training import training_page
from gradlab.ui.training.opening import question_of
from gradlab.ui.training.payload import Recorded, message


@dataclass(frozen=True)
class Snapshot:
    """One state of the page: the training, its record, the run beside it, and every value by its key in a link.

    question: the preset that asks what will become of it before it shows that; its file asks, too.
    """

    training: Training
    record: Record
    beside: Recorded | None
    values: Mapping[str, Any]
    words: Mapping[str, Any]
    language: str
    question: str = ""
    name: str = "training"

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.words["app"]["training"]


def take_snapshot(own: Recorded, beside: Recorded | None, words: Mapping[str, Any]) -> Snapshot:
    """The page now. The scrubber sends nothing; where it stands comes with the message that begins a run."""
    state = session().page.state
    asked = question_of(own[0], state["step"])
    return Snapshot(*own, beside=beside, values=state, words=words, language=current_language(), question=asked)


def _notebook(snapshot: Snapshot, link: str) -> str:
    words = snapshot.words["training"]
    found = words["outcomes"][compute.outcome(snapshot.record)]
    introduction = [
        f"# {snapshot.title}",
        f"{words['notebook']} {found}",
        f"[{snapshot.words['share']['back']}]({link})",
    ]
    return compute.notebook(snapshot.training, introduction="\n\n".join(introduction))


def _page(snapshot: Snapshot, link: str) -> str:
    own, beside = (snapshot.training, snapshot.record), snapshot.beside
    text = message(own, beside, snapshot.language, snapshot.question)
    steps = max(record.steps for _, record in (own, beside or own))
    place = {"language": snapshot.language, "link": link, "step": snapshot.values["step"]}
    return training_page(text, steps, device=snapshot.record.device, **place)


# By their names in the words, in the order in which they are offered.
FILES = {
    "program": File("py", "text/x-python", lambda snapshot, _: compute.script(snapshot.training)),
    "notebook": File("ipynb", "application/x-ipynb+json", _notebook),
    "csv": File("csv", "text/csv", lambda snapshot, _: compute.record_csv(snapshot.record)),
    "chart": File("html", "text/html", _page),
}
