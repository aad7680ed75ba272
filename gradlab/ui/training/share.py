"""Share on the training page: the runs as they stand."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from gradlab.ui.frame.presentation import header_button
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing import share_button, share_link
from gradlab.ui.live_training import training_is_live
from gradlab.ui.training.picture import recorded_of
from gradlab.ui.training.runs import Run
from gradlab.ui.training.snapshot import FILES, take_snapshot


def share(held: list[Run], words: Mapping[str, Any]) -> None:
    """Have the header show the button that shares the runs, with the scrubber where it stands when it is opened.

    Of a run that has not begun, a link is all there is.
    """

    def draw() -> None:
        """What can be shared of the runs as they are now."""
        if recorded := recorded_of(held):
            own, beside = (*recorded, None)[:2]
            take = partial(take_snapshot, own, beside, words)
            share_button(take, FILES, words, with_picture=training_is_live())
        else:
            share_link(lambda: session().page.state, words)

    header_button(draw)
