"""The drawing says what the graph says, and whatever the names are, they stay text."""

import html
import re
from dataclasses import dataclass

import numpy as np
import pytest

from gradlab.figures.autograd_graph import autograd_dot, graph_labels, quoted, short, written
from gradlab.figures.palette import PALETTE

# A line of DOT as its grammar has it (https://graphviz.org/doc/info/lang.html): quoted names, quoted attributes.
TEXT = r'"(?:[^"\\\n]|\\.)*"'
LINE = re.compile(
    rf"(?P<subject>graph|node|edge|{TEXT}(?: -> {TEXT})?) \[(?P<attributes>\w+={TEXT}(?:, \w+={TEXT})*)\];"
)

over_themes = pytest.mark.parametrize("theme", PALETTE)


@dataclass(frozen=True)
class Node:
    id: str
    operation: str = "mul"
    function: str = "MulBackward0"
    tensor: str | None = None
    value: np.ndarray | None = None
    gradient: np.ndarray | None = None


@dataclass(frozen=True)
class Edge:
    start: str
    end: str
    gradient: np.ndarray | None = None
    local: float | None = None


# loss = (3A)² at A = 1: 6 arrives at 3A, 18 at A.
NODES = (
    Node("n0", "pow", "PowBackward0", value=np.array([9.0]), gradient=np.array([1.0])),
    Node("n1", "mul", "MulBackward0", value=np.array([3.0]), gradient=np.array([6.0])),
    Node("n2", "accumulate_grad", "AccumulateGrad", "A", np.array([1.0]), np.array([18.0])),
)
EDGES = (Edge("n0", "n1", np.array([6.0]), 6.0), Edge("n1", "n2", np.array([18.0]), 3.0))


def text_of(written_text: str) -> str:
    """What Graphviz shows for a quoted string."""
    unescaped = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nl" else match[1], written_text[1:-1])
    return html.unescape(unescaped)


def statements(dot: str) -> dict[str, dict[str, str]]:
    """Every line between the brackets with its attributes, by what it is of; two edges alike would be one."""
    first, *lines, last = dot.split("\n")
    assert (first, last) == ("digraph {", "}")
    found = {}
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        subject = re.sub(TEXT, lambda name: text_of(name[0]), match["subject"])
        found[subject] = {name: text_of(value) for name, value in re.findall(rf"(\w+)=({TEXT})", match["attributes"])}
    return found


def labels(dot: str) -> dict[str, str]:
    """What is written in each node and beside each edge, without the air around it."""
    return {
        subject: "\n".join(line.strip() for line in attributes["label"].split("\n")).strip()
        for subject, attributes in statements(dot).items()
        if "label" in attributes
    }


def test_the_gradient_flows_from_the_loss_to_the_leaf_as_a_product():
    assert labels(autograd_dot(NODES, EDGES)) == {
        "loss": "loss = 9",
        "loss -> n0": "1",
        "n0": "pow\n= 9",
        "n1": "mul\n= 3",
        "n2": "A = 1\nA.grad = 18",
        "n0 -> n1": "1 · 6 = 6",
        "n1 -> n2": "6 · 3 = 18",
    }


def test_the_labels_are_those_of_the_drawing_by_their_ids():
    dot = autograd_dot(NODES, EDGES)
    ids = {subject: attributes.get("id", "") for subject, attributes in statements(dot).items()}

    assert {f"graph-{name}": text for name, text in graph_labels(NODES, EDGES).items()} == {
        ids[subject]: text for subject, text in labels(dot).items()
    }


def test_a_label_has_as_much_room_as_its_numbers_may_come_to_need():
    nodes = (NODES[0], Node("n1", "mul", value=np.array([-12.34]), gradient=np.array([-12.34])), NODES[2])
    short, long = statements(autograd_dot(NODES, EDGES)), statements(autograd_dot(nodes, EDGES))

    assert len(short["n1"]["label"]) >= len(long["n1"]["label"])


def test_a_leaf_is_told_by_its_shape_too():
    drawn = statements(autograd_dot(NODES, EDGES))

    assert drawn["node"]["shape"] == "box"
    assert (drawn["n2"]["shape"], drawn["n2"]["penwidth"]) == ("ellipse", "2")
    assert "shape" not in drawn["n0"] | drawn["n1"]


@over_themes
def test_the_colours_are_those_of_the_theme(theme):
    drawn = statements(autograd_dot(NODES, EDGES, theme=theme))
    colours = {value for attributes in drawn.values() for name, value in attributes.items() if "color" in name}

    assert colours - {"transparent"} == {PALETTE[theme][role] for role in ("curve", "tangent", "text")}
    assert drawn["graph"]["bgcolor"] == "transparent"
    assert drawn["n2"]["color"] == drawn["edge"]["fontcolor"] == PALETTE[theme]["tangent"]


def test_pytorchs_name_is_the_tooltip():
    drawn = statements(autograd_dot(NODES, EDGES))

    assert [drawn[node.id]["tooltip"] for node in NODES] == ["PowBackward0", "MulBackward0", "AccumulateGrad"]


def test_what_is_not_known_is_not_written():
    dot = autograd_dot([Node("n0"), Node("n1", tensor="A")], [Edge("n0", "n1")])

    assert labels(dot) == {"loss": "loss", "loss -> n0": "", "n0": "mul", "n1": "A\nA.grad", "n0 -> n1": ""}


def test_two_edges_between_the_same_nodes_are_two_lines():
    dot = autograd_dot([Node("n0"), Node("n1", tensor="A")], [Edge("n0", "n1")] * 2)

    assert dot.count('"n0" -> "n1"') == 2


def test_numbers_are_written_as_the_caller_writes_them():
    dot = autograd_dot(NODES, EDGES, write="<{:.1f}>".format)

    assert labels(dot)["n0 -> n1"] == "<1.0> · <6.0> = <6.0>"


# A negative number has a real minus sign (U+2212).
@pytest.mark.parametrize(
    ("number", "text"),
    [(-0.127964, "−0.128"), (12.0, "12"), (1e-6, "1e−06"), (float("nan"), "nan"), (float("-inf"), "−inf")],
)
def test_a_number_is_written_short(number, text):
    assert short(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array(2.5), "2.5"),
        (np.array([2.5]), "2.5"),
        (np.array([1.0, -2.0]), "[1, −2]"),
        (np.arange(4.0), "[0, 1, 2, 3]"),
        (np.arange(5.0), "[0, 1, 2, 3, …]"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), "[[1, 2], [3, 4]]"),
        (None, ""),
    ],
    ids=str,
)
def test_a_tensor_is_written_as_its_numbers(value, text):
    assert written(value) == text


HOSTILE = [
    '"]; evil [label="',
    "a\\",
    '\\"',
    "\\N \\G \\l",
    "&lt;b&gt; &amp; &",
    "<b>bold</b>",
    "one\ntwo",
    "}\n}",
    "日本語 − ·",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_name_is_it_stays_text(text):
    nodes = [Node("n0", text, text), Node("n1", text, text, tensor=text)]
    drawn = statements(autograd_dot(nodes, [Edge("n0", "n1")]))

    assert set(drawn) == {"graph", "node", "edge", "loss", "loss -> n0", "n0", "n1", "n0 -> n1"}
    assert (drawn["n0"]["label"], drawn["n0"]["tooltip"]) == (text, text)
    assert drawn["n1"]["label"] == f"{text}\n{text}.grad"


@pytest.mark.parametrize("character", ["\0", "\r", "\x1b", "\u2028", "\u202e"])
def test_characters_that_cannot_be_seen_are_left_out(character):
    assert quoted(f"a{character}b") == '"a b"'
