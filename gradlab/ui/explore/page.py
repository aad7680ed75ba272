"""The experiment on the page: what describes it, its picture, and what is done with it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.loss_picker import loss_picker
from gradlab.ui.experiment.settings import settings
from gradlab.ui.experiment.sliders import differentiated_sliders, other_sliders
from gradlab.ui.experiment.vector import vector_sliders
from gradlab.ui.experiment.worksheet import declare_worksheet
from gradlab.ui.explore.about import formula_and_derivative, reading
from gradlab.ui.explore.chips import chips, train_button, ways_back
from gradlab.ui.explore.share import share
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.live_chart import chart_is_live
from gradlab.ui.live_chart.moves import active_element
from gradlab.ui.live_chart.picture import follows_sliders, picture
from gradlab.ui.live_chart.views.switches import declare_views, view_controls, view_switches


def explore(words: Words) -> None:
    """Draw the experiment."""
    declare_worksheet()
    notices = st.container(key="notices")
    with st.container(key="stage"):
        picker, switches, chart, sliders, others, viewing, more = (
            st.container(key=key) for key in ("picker", "switches", "chart", "sliders", "others", "viewing", "more")
        )
    with picker:
        examples = st.container(horizontal=True, key="examples")
        with examples:
            chips(words["explore"])
        with st.container(horizontal=True, vertical_alignment="center", key="loss-picker"):
            controls = loss_picker(words)
            formula = st.container(horizontal=True, vertical_alignment="center", width="content", key="formula")
    with examples:
        train_button(controls, words["explore"])
        ways_back(words["explore"])
    with more, st.expander(words["explore"]["more"], key="more-open", on_change="rerun") as folded:
        settings(controls, words, drawn=bool(folded.open))
    with others:  # first, for what the parameters say of the tensors
        other_sliders(controls, words, followed=follows_sliders())
    with sliders:
        elements = differentiated_sliders(controls, live=chart_is_live())
    with others:
        vector_sliders(controls, words)
    with formula:
        formula_and_derivative(controls, words)
    active_element(elements)
    _views(controls, elements, words, switches, viewing)
    if folded.open:
        with folded:
            reading(controls, words)
    finish_page()
    with notices:
        show_notices(*controls.notices())
    with chart:
        picture(controls, elements, words)
    share(controls, elements, words)


def _views(
    controls: Controls, elements: list[Element], words: Words, switches: DeltaGenerator, viewing: DeltaGenerator
) -> None:
    declare_views(controls)
    with viewing:
        view_controls(controls, elements, words)
    with switches:
        view_switches(controls, words)
