"""What the page says about the chosen loss: its formula and derivative as the program has them; where to read on."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.loss import Latex
from gradlab.compute.losses.notation import in_names, reduced, text
from gradlab.compute.losses.shapes import count
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.reductions import reduction_switch
from gradlab.ui.live_chart.formula_value import formula_value

_LESSONS = Path(__file__).parents[1] / "pages" / "lessons.py"


def first_line(words: Words) -> DeltaGenerator:
    """Draw what there is to do, and the way to the tutorial. Returns the line, for more."""
    line = st.container(horizontal=True, vertical_alignment="center", key="first-line")
    with line:
        st.subheader(words["explore"]["first_line"], width="content", anchor=False)
        st.page_link(_LESSONS, label=words["explore"]["new_here"], width="content")
    return line


def formula_and_derivative(controls: Controls, words: Words) -> None:
    """Draw how the losses are reduced, and what that gives: the loss, and its derivative in each tensor."""
    reduction_switch(controls, words)
    experiment, loss = controls.experiment(), controls.loss
    with st.container(width="content", key="formula-loss"):
        st.latex(loss_formula(experiment), width="content", help=words["losses"][loss.name])
    for tensor in experiment.requires_grad:
        if loss.derivative_in(tensor) is None:
            continue
        with st.container(width="content", key=f"formula-derivative-{tensor}"):  # the chart shows that of what is moved
            of = words["explore"]["derivative"].format(tensor=tensor)
            st.latex(derivative_formula(experiment, tensor), width="content", help=of)
    formula_value()


def loss_formula(experiment: Experiment) -> str:
    """`loss = 1/3 Σ (input − target)²`."""
    factors = [*_divided(experiment), *([r"\sum"] if count(experiment.output_shape) > 1 else [])]
    formula = _written(experiment, LOSSES[experiment.loss].formula)
    return rf"\text{{loss}} = {reduced(_weighed(experiment, formula), factors)}"


def derivative_formula(experiment: Experiment, tensor: str) -> str:
    """`∂loss/∂input = 1/3 · 2(input − target)`, for one element; a sum where every loss depends on it."""
    loss = LOSSES[experiment.loss]
    shared = experiment.shape(tensor) == (1,) != experiment.output_shape
    factors = [*_divided(experiment), *([r"\sum"] if shared else [])]
    derivative = reduced(_weighed(experiment, _written(experiment, loss.derivative_in(tensor))), factors)
    return rf"\frac{{\partial\,\text{{loss}}}}{{\partial\,{text(tensor)}}} = {derivative}"


def _written(experiment: Experiment, latex: Latex) -> str:
    loss = LOSSES[experiment.loss]
    latex = loss.written(latex, dict(experiment.parameters), dict(experiment.tensors))
    return in_names(loss, latex)


def _divided(experiment: Experiment) -> list[str]:
    """What the reduction multiplies by: one over the number that a mean divides by."""
    divided = divisor(experiment)
    return [rf"\frac{{1}}{{{divided.number:g}}}"] if divided and divided.number != 1 else []


def _weighed(experiment: Experiment, latex: str) -> str:
    """Where `backward(gradient=v)` weighs the losses, each is multiplied by its v."""
    return reduced(latex, ["v"]) if experiment.vector is not None else latex


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
