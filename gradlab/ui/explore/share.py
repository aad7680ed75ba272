"""Share on Explore: the page as it stands, and worksheets."""

from functools import partial

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import is_worksheet
from gradlab.ui.explore.files import FILES
from gradlab.ui.explore.snapshot import take_snapshot
from gradlab.ui.explore.worksheet import hand_in, make_worksheet
from gradlab.ui.frame.presentation import header_button
from gradlab.ui.frame.sharing import share_button
from gradlab.ui.live_chart import chart_is_live


def share(controls: Controls, elements: list[Element], words: Words) -> None:
    """Have the header show the button that shares the page, with every slider where it stands when it is opened.

    A worksheet gives no files: they would say what it hides.
    """
    take = partial(take_snapshot, controls, elements, words)
    if is_worksheet():
        header_button(partial(share_button, take, {}, words, with_picture=False, above=hand_in))
    else:
        own = {"with_picture": chart_is_live(), "below": make_worksheet}
        header_button(partial(share_button, take, FILES, words, **own))
