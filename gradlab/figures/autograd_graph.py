"""The autograd graph as a drawing in the DOT language of Graphviz, which a page lays out in the browser."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np

from gradlab.figures.palette import PALETTE

MOST = 4  # numbers of a vector that are written out, and rows of a matrix


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


def autograd_dot(
    nodes: Sequence[Node], edges: Iterable[Edge], *, theme: str = "light", write: Callable[[float], str] = short
) -> str:
    """The graph from the loss, the first node, down to the leaves: the way the gradient flows.

    A box says what an operation gave. An ellipse is a leaf, with its value and its `.grad`. Beside an arrow stands the
    gradient it carries, as a product where it is one: `1 · 5 = 5`.
    """
    colour = PALETTE[theme]
    font = {"fontname": "sans-serif", "fontcolor": colour["text"]}
    gradients = {node.id: node.gradient for node in nodes}
    lines = [
        _statement("graph", rankdir="TB", ranksep="0.35", bgcolor="transparent"),
        _statement("node", shape="box", style="rounded", color=colour["curve"], **font),
        _statement("edge", color=colour["tangent"], **(font | {"fontcolor": colour["tangent"]})),
        *_loss(nodes[0], write),
        *(_leaf(node, colour["tangent"], write) if node.tensor else _operation(node, write) for node in nodes),
        *(_arrow(edge, gradients[edge.start], write) for edge in edges),
    ]
    return "\n".join(["digraph {", *lines, "}"])


def _loss(first: Node, write: Callable[[float], str]) -> list[str]:
    """Where backward() begins: the loss, and the gradient that is given to it."""
    label = "loss" + _equals(first.value, write)
    arrow = _statement(f"{quoted('loss')} -> {quoted(first.id)}", label=f" {written(first.gradient, write)} ")
    return [_statement(quoted("loss"), shape="plaintext", label=label, tooltip="loss"), arrow]


def _operation(node: Node, write: Callable[[float], str]) -> str:
    return _statement(quoted(node.id), label=node.operation + _equals(node.value, write, "\n"), tooltip=node.function)


def _leaf(node: Node, colour: str, write: Callable[[float], str]) -> str:
    label = f"{node.tensor}{_equals(node.value, write)}\n{node.tensor}.grad{_equals(node.gradient, write)}"
    return _statement(quoted(node.id), label=label, shape="ellipse", penwidth="2", color=colour, tooltip=node.function)


def _arrow(edge: Edge, arriving: np.ndarray | None, write: Callable[[float], str]) -> str:
    carried = written(edge.gradient, write)
    product = f"{written(arriving, write)} · {write(edge.local)} = " if edge.local is not None else ""
    return _statement(f"{quoted(edge.start)} -> {quoted(edge.end)}", label=f" {product}{carried} ")


def _equals(value: np.ndarray | None, write: Callable[[float], str], before: str = " ") -> str:
    return "" if value is None else f"{before}= {written(value, write)}"


def written(value: np.ndarray | None, write: Callable[[float], str] = short) -> str:
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
