"""The autograd graph of the present experiment: what `backward()` walks through. Its numbers follow the sliders.

Graphviz lays it out once, as stock Streamlit has it; the script writes into it what PyTorch gave at each position.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gradlab.compute.autograd_graph import AutogradGraph, autograd_graph, autograd_graphs, graphs_at_once
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.figures.autograd_graph import autograd_dot, graph_labels
from gradlab.text.written import written
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.kept import kept
from gradlab.ui.frame.notices import as_code
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_write = partial(written, digits=4)


@kept(128)
def _graph(experiment: Experiment) -> AutogradGraph:
    return autograd_graph(experiment)


@kept(64)
def _texts(experiment: Experiment, element: Element, positions: tuple[float, ...]) -> dict[str, list[str]]:
    """What the graph says at each of the positions, by what says it: each text once, if it is always the same."""
    graphs = autograd_graphs(experiment, tensor=element.tensor, element=element.index, positions=positions)
    rows = [graph_labels(graph.nodes, graph.edges, _write) | {"leaves": _leaves(graph)} for graph in graphs]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {name: texts if len(set(texts)) > 1 else texts[:1] for name, texts in columns.items()}


def _leaves(graph: AutogradGraph) -> str:
    """`.grad` of every leaf, for a reader who hears the graph."""
    there = [(node.tensor, node.gradient.ravel()) for node in graph.nodes if node.tensor and node.gradient is not None]
    return ", ".join(f"{tensor}.grad = [{', '.join(map(_write, numbers))}]" for tensor, numbers in there)


def _draw(controls: Controls, elements: list[Element], words: Words) -> None:  # noqa: ARG001
    """Draw the graph at the values the sliders had when the run began, with how it is read."""
    graph_words = words["views"]["graph"]
    try:
        graph = _graph(controls.experiment())
    except (ExperimentError, RuntimeError) as error:  # too large, or a vector that is still missing
        st.info(as_code(str(error)))
        return
    st.caption(graph_words["reading"])
    dot = autograd_dot(graph.nodes, graph.edges, theme=st.context.theme.type or "light", write=_write)
    st.graphviz_chart(dot, width="content", alt=graph_words["alt"].format(leaves=_leaves(graph)))


def _add(scene: Scene) -> Addition | None:
    """What the graph says at the row on screen, and at every other one where the browser may not ask for those."""
    row = scene.exploration.row
    try:
        first, end = (row, row + 1) if scene.asks else (0, len(scene.exploration.positions))
        return Addition(texts=_at_rows(scene, first, end))
    except (ExperimentError, RuntimeError):  # `_draw` says it
        return None


def _rows(scene: Scene, row: int) -> Mapping[str, Any]:
    """What it says at this row and at others around it: as many as take no longer than anything else."""
    at_once = graphs_at_once(_graph(scene.exploration.experiment))
    first = row - row % at_once
    return _at_rows(scene, first, first + at_once)


def _at_rows(scene: Scene, first: int, end: int) -> Mapping[str, Any]:
    positions = scene.exploration.positions[first:end]
    texts = _texts(scene.exploration.experiment, scene.active, positions) if positions else {}
    return {"first": first, "count": len(positions), "texts": texts}


GRAPH = View(_add, _draw, rows=_rows, tells=True)
