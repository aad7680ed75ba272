"""Predict on the page: the question, the picture without its tangent, and what is said of the guess."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.text.written import signed, written
from gradlab.ui.experiment.sliders import slider
from gradlab.ui.frame.announced import announce
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import header_button
from gradlab.ui.frame.session import on_action, session
from gradlab.ui.frame.sharing import share_link
from gradlab.ui.live_chart.fixed import fixed_picture
from gradlab.ui.live_chart.moves import active_element, choose_element
from gradlab.ui.predict.question import Prediction, prediction
from gradlab.ui.predict.state import GUESS, begin, go_on, is_revealed, leave_with, link_to

Words = Mapping[str, Any]


def begin_button(words: Words, *, locked: bool) -> None:
    """Draw the way to a question."""
    own = words["predict"]
    icon, begun = ":material/psychology_alt:", on_action(begin)
    st.button(
        own["begin"],
        key="predict-begin",
        help=own["begin_help"],
        icon=icon,
        type="tertiary",
        on_click=begun,
        disabled=locked,
    )


def predict(seed: int, words: Words) -> None:
    """Draw the question with this seed."""
    question, revealed = prediction(seed), is_revealed()
    notices = st.container(key="notices")
    with st.container(key="predict"), st.container(key="stage"):
        asked, chart, handles = (st.container(key=key) for key in ("question", "chart", "sliders"))
    with handles:
        guess = slider(GUESS, words["predict"]["guess"], question.offered, 0.0, heard=False, locked=revealed)
        _element_sliders(question, revealed=revealed)
    active = active_element(question.elements)
    finish_page()
    with notices:
        show_notices()
    with asked:
        _asked(seed, question, words, revealed=revealed)
        said = _said(question, guess, words) if revealed else ""
        with st.container(key="judgement"):
            st.markdown(said or "\u00a0")
    with chart:
        fixed_picture(
            _experiment_now(question),
            question.elements,
            active,
            words,
            views=["guess"] if active == question.element else [],
            on_touch=partial(choose_element, elements=question.elements),
            said={"hidden": "" if revealed else "answer"},
        )
    announce(said)
    header_button(partial(share_link, lambda: link_to(seed), words, named="question"))


def _element_sliders(question: Prediction, *, revealed: bool) -> None:
    """Draw a slider for the element that is asked about, which cannot be moved yet; once all is shown, for each."""
    for element in question.elements if revealed else question.elements[:1]:
        start = element.value_in(question.experiment)
        usual = {"domain": element.domain, "heard": False, "in_address": False}
        slider(element.key, element.name, element.slider, start, **usual, locked=not revealed)


def _experiment_now(question: Prediction) -> Experiment:
    """The experiment, with every element where its slider stands."""
    experiment = question.experiment
    for element in question.elements:
        value = session().value(element.key)
        experiment = experiment if value is None else element.put_into(experiment, value)
    return experiment


def _asked(seed: int, question: Prediction, words: Words, *, revealed: bool) -> None:
    own, experiment = words["predict"], question.experiment
    with st.container(horizontal=True, vertical_alignment="center", key="predict-turns"):
        st.subheader(own["number"].format(seed=seed), width="content", anchor=False)
        label = own["next"] if revealed else own["show"]
        st.button(label, key="predict-on", type="primary", on_click=on_action(go_on), width="content")
        leave = on_action(partial(leave_with, question))
        st.button(own["leave"], key="predict-leave", on_click=leave, width="content")
    with st.container(horizontal=True, vertical_alignment="center", key="predict-asked"):
        st.markdown(own["question"].format(element=question.element.name), width="content")
        loss = LOSSES[experiment.loss]
        formula = loss.written(loss.formula, dict(experiment.parameters), dict(experiment.tensors))
        st.latex(rf"\text{{loss}} = {formula}", width="content", help=words["losses"][loss.name])


def _said(question: Prediction, guess: float, words: Words) -> str:
    """What is said of a guess: how far off it is, and what kind of mistake gives it."""
    own, element, slope = words["predict"], question.element, question.slope
    off = own["off"].format(guess=signed(guess), slope=signed(slope), error=written(abs(guess - slope), 3))
    kind = question.judge(guess)
    said = own["kinds"][kind].format(
        element=element.name,
        position=written(element.value_in(question.experiment)),
        loss=written(question.mistakes["loss"], 4),
        count=len(question.elements),
    )
    return f"{off}{words['sentence']['between']}{said}"
