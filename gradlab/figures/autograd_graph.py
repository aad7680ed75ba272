"""The autograd graph as a drawing in the DOT language of Graphviz, which a page lays out in the browser."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from gradlab.figures.palette import PALETTE

MOST = 4  # numbers of a vector that are written out, and rows of a matrix

LOSS, BEGIN = "loss", "begin"  # what `backward()` begins at, and the arrow with the gradient that is given to it
NUMBER = re.compile(r"(?<!\w)−?\d[\d.]*(?:e−?\d+)?|nan|−?inf")
USUAL = "−12.34"

Write = Callable[[float], str]


class Node(Protocol):
    """An operation, or the leaf called `tensor`, with its value and the gradient that arrives there, if known."""

    id: str
    operation: str
    function: str
    tensor: str | None
    value: np.ndarray | None
    gradient: np.ndarray | None


class Edge(Protocol):
    """What flows from `start` to `end`, and the derivative it was multiplied by, where that is one number."""

    start: str
    end: str
    gradient: np.ndarray | None
    local: float | None


def short(number: float) -> str:
    """A number in up to four digits, with a real minus sign."""
    return f"{number:.4g}".replace("-", "−")


def autograd_dot(nodes: Sequence[Node], edges: Sequence[Edge], *, theme: str = "light", write: Write = short) -> str:
    """The graph from the loss, the first node, down to the leaves: the way the gradient flows.

    A box says what an operation gave. An ellipse is a leaf, with its value and its `.grad`. Beside an arrow stands the
    gradient it carries, as a product where it is one: `1 · 5 = 5`. Each has an `id` by which `graph_labels` names it,
    and room for the numbers it may come to hold: the drawing need not be laid out anew for them.
    """
    colour = PALETTE[theme]
    font = {"fontname": "sans-serif", "fontcolor": colour["text"]}
    labels = graph_labels(nodes, edges, write)
    lines = [
        _statement("graph", rankdir="TB", ranksep="0.35", bgcolor="transparent"),
        _statement("node", shape="box", style="rounded", color=colour["curve"], **font),
        _statement("edge", color=colour["tangent"], **(font | {"fontcolor": colour["tangent"]})),
        _statement(quoted(LOSS), **_inside(LOSS, labels), shape="plaintext", tooltip=LOSS),
        _arrow(BEGIN, LOSS, nodes[0].id, labels),
        *(_node(node, colour["tangent"], labels) for node in nodes),
        *(_arrow(_edge_id(number), edge.start, edge.end, labels) for number, edge in enumerate(edges)),
    ]
    return "\n".join(["digraph {", *lines, "}"])


def graph_labels(nodes: Sequence[Node], edges: Sequence[Edge], write: Write = short) -> dict[str, str]:
    """What is written in each node and beside each edge, by its id in the drawing: all that values change of it."""
    gradients = {node.id: node.gradient for node in nodes}
    return {
        LOSS: "loss" + _equals(nodes[0].value, write),
        BEGIN: written(nodes[0].gradient, write),
        **{node.id: _of_node(node, write) for node in nodes},
        **{_edge_id(number): _of_edge(edge, gradients[edge.start], write) for number, edge in enumerate(edges)},
    }


def _of_node(node: Node, write: Write) -> str:
    if node.tensor is None:
        return node.operation + _equals(node.value, write, "\n")
    return f"{node.tensor}{_equals(node.value, write)}\n{node.tensor}.grad{_equals(node.gradient, write)}"


def _of_edge(edge: Edge, arriving: np.ndarray | None, write: Write) -> str:
    product = f"{written(arriving, write)} · {write(edge.local)} = " if edge.local is not None else ""
    return product + written(edge.gradient, write)


def _edge_id(number: int) -> str:
    return f"e{number}"


def _node(node: Node, colour: str, labels: Mapping[str, str]) -> str:
    leaf = {"shape": "ellipse", "penwidth": "2", "color": colour} if node.tensor else {}
    return _statement(quoted(node.id), **_inside(node.id, labels), tooltip=node.function, **leaf)


def _arrow(name: str, start: str, end: str, labels: Mapping[str, str]) -> str:
    """An arrow with its label beside it: however long that becomes, it begins at the arrow, as its last escape says."""
    label = quoted(f"  {labels[name]}{2 * _air(labels[name])}").removesuffix('"') + '\\l"'
    return f"{quoted(start)} -> {quoted(end)} [id={quoted(f'graph-{name}')}, label={label}];"


def _inside(name: str, labels: Mapping[str, str]) -> dict[str, str]:
    """The label of a node, in the middle of it."""
    label = "\n".join(f"{_air(line)}{line}{_air(line)}" for line in labels[name].split("\n"))
    return {"id": f"graph-{name}", "label": label}


def _air(line: str) -> str:
    """Half of what the line lacks where each of its numbers is as long as the longest usual one."""
    missing = sum(max(0, len(USUAL) - len(number)) for number in NUMBER.findall(line))
    return " " * missing  # two are about as wide as a digit


def _equals(value: np.ndarray | None, write: Write, before: str = " ") -> str:
    return "" if value is None else f"{before}= {written(value, write)}"


def written(value: np.ndarray | None, write: Write = short) -> str:
    """A single number as it is, more of them in brackets, with … for those beyond `MOST`; nothing for None."""
    if value is None:
        return ""
    if value.size == 1:
        return write(value.item())
    parts = [written(part, write) for part in value[:MOST]]
    return f"[{', '.join(parts + ['…'] * (len(value) > MOST))}]"


def quoted(text: str) -> str:
    """Text as a quoted string of DOT that shows these very characters, on as many lines.

    Graphviz reads escapes after a backslash and HTML entities after an ampersand (https://graphviz.org/doc/info/lang.html).
    """
    shown = "".join(character if character.isprintable() or character == "\n" else " " for character in text)
    for character, escaped in (("\\", "\\\\"), ('"', '\\"'), ("&", "&amp;"), ("\n", "\\n")):
        shown = shown.replace(character, escaped)
    return f'"{shown}"'


def _statement(subject: str, **attributes: str) -> str:
    """One line of DOT: a node, an edge or a default, with its attributes."""
    return f"{subject} [{', '.join(f'{name}={quoted(value)}' for name, value in attributes.items())}];"
