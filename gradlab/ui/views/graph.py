"""The autograd graph of the present experiment: what `backward()` walks through. The server draws it."""

import streamlit as st

from gradlab.compute.autograd_graph import AutogradGraph, autograd_graph
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.figures.autograd_graph import autograd_dot
from gradlab.ui.controls import Controls, Words
from gradlab.ui.elements import Element
from gradlab.ui.notices import as_code
from gradlab.ui.sentence import written
from gradlab.ui.views.view import View


@st.cache_data(max_entries=128, show_spinner=False)
def _graph(experiment: Experiment) -> AutogradGraph:
    return autograd_graph(experiment)


def _draw(controls: Controls, elements: list[Element], words: Words) -> None:  # noqa: ARG001
    """Draw the graph at the values the sliders had when the run began, with how it is read."""
    graph_words = words["views"]["graph"]
    try:
        graph = _graph(controls.experiment())
    except (ExperimentError, RuntimeError) as error:  # too large, or a vector that is still missing
        st.info(as_code(str(error)))
        return
    st.caption(graph_words["reading"])
    dot = autograd_dot(
        graph.nodes, graph.edges, theme=st.context.theme.type or "light", write=lambda number: written(number, 4)
    )
    leaves = ", ".join(
        f"{node.tensor}.grad = {[written(number, 4) for number in node.gradient.ravel()]}".replace("'", "")
        for node in graph.nodes
        if node.tensor and node.gradient is not None
    )
    st.graphviz_chart(dot, width="content", alt=graph_words["alt"].format(leaves=leaves))


GRAPH = View(controls=_draw, drawn_by_server=True)
