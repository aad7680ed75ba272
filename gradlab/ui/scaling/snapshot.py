"""What gradient to step shows at the moment it is shared, and the files made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gradlab.compute import scaling
from gradlab.compute.scaling import Pipeline, Receipt
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing.file import File
from gradlab.ui.live_receipt.running import own_receipt
from gradlab.ui.live_receipt.summary import summary_of
from gradlab.ui.scaling.stage_controls import StageControls


@dataclass(frozen=True)
class Snapshot:
    """One state of the page: the pipeline, its receipt at its own S, and every value by its key in a link."""

    pipeline: Pipeline
    receipt: Receipt
    values: Mapping[str, Any]
    words: Mapping[str, Any]
    language: str
    name: str = "scaling"

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.words["app"]["scaling"]


def take_snapshot(controls: StageControls, words: Mapping[str, Any]) -> Snapshot:
    """The page now. S sends nothing while it moves; where it stands comes with the message that begins a run."""
    pipeline = controls.pipeline
    return Snapshot(
        pipeline=pipeline,
        receipt=own_receipt(pipeline),
        values=session().page.state,
        words=words,
        language=current_language(),
    )


def program_of(snapshot: Snapshot) -> str:
    """The PyTorch program of the step, which prints the numbers of the receipt."""
    return scaling.script(snapshot.pipeline, snapshot.receipt)


def notebook_of(snapshot: Snapshot, link: str) -> str:
    """The same program as a Jupyter notebook, which begins with what came of it and the way back."""
    words = snapshot.words["scaling"]["summary"]
    summary = summary_of(snapshot.receipt, words)
    introduction = [
        f"# {snapshot.title}",
        f"{words['title']}: {summary.ratio}. {summary.expected} {summary.verdict}",
        f"[{snapshot.words['share']['back']}]({link})",
    ]
    return scaling.notebook(snapshot.pipeline, snapshot.receipt, introduction="\n\n".join(introduction))


# By their names in the words, in the order in which they are offered.
FILES = {
    "program": File("py", "text/x-python", lambda snapshot, _: program_of(snapshot)),
    "notebook": File("ipynb", "application/x-ipynb+json", notebook_of),
}
