"""Share on Explore: the page as it stands, and worksheets."""

from functools import partial

import streamlit as st

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.worksheet import is_worksheet
from gradlab.ui.explore.files import FILES
from gradlab.ui.explore.snapshot import take_snapshot
from gradlab.ui.explore.worksheet import hand_in, make_worksheet
from gradlab.ui.frame.sharing import share_button
from gradlab.ui.live_chart import chart_is_live


@st.fragment
def share(controls: Controls, elements: list[Element], words: Words) -> None:
    """Draw the button. Opening it runs only this, with every slider where it stands.

    A worksheet gives no files: they would say what it hides.
    """
    take = partial(take_snapshot, controls, elements, words)
    if is_worksheet():
        share_button(take, {}, words, with_picture=False, above=hand_in)
    else:
        share_button(take, FILES, words, with_picture=chart_is_live(), below=make_worksheet)
