"""What the page says about the chosen loss: its formula, its derivative, what a mean divides by, where to read on."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gradlab.compute.divisor import divisor
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.reductions import reduction_switch

_LESSONS = Path(__file__).parents[1] / "pages" / "lessons.py"


def first_line(words: Words) -> DeltaGenerator:
    """Draw what there is to do, and the way to the tutorial. Returns the line, for more."""
    line = st.container(horizontal=True, vertical_alignment="center", key="first-line")
    with line:
        st.subheader(words["explore"]["first_line"], width="content", anchor=False)
        st.page_link(_LESSONS, label=words["explore"]["new_here"], width="content")
    return line


def formula_and_derivative(controls: Controls, words: Words) -> None:
    """Draw how the losses are reduced, and both as they are at the chosen parameters, for one of them."""
    reduction_switch(controls, words)
    loss = controls.loss
    formula, derivative = (
        loss.written(latex, controls.parameters, controls.optional) for latex in (loss.formula, loss.derivative)
    )
    st.latex(rf"\ell = {formula}", width="content", help=words["losses"][loss.name])
    partial = rf"\frac{{\partial \ell}}{{\partial {loss.primary.symbol}}}"
    st.latex(f"{partial} = {derivative}", width="content", help=words["explore"]["derivative"])


def reading(controls: Controls, words: Words) -> None:
    """Draw what the reduction divides by, and the link to the page the formula is from."""
    divided = divisor(controls.experiment())
    if not divided:
        st.markdown(words["explore"]["divides_nothing"].format(reduction=controls.reduction))
    else:
        by = words["divisors"][divided.counts].format(number=f"{divided.number:g}")
        st.markdown(words["explore"]["divides"].format(reduction=controls.reduction, by=by))
    loss = controls.loss
    is_page = loss.reference.startswith("https://")
    reference = f"[{loss.name}]({loss.reference})" if is_page else loss.reference
    st.markdown(words["explore"]["source"].format(source=reference))
