"""The autograd graph on the page: drawn once, and for every position of the slider what stands in it."""

import pytest

from gradlab.text import words
from gradlab.text.written import written
from tests.ui.visits import message, open_page, over_languages

# Somewhere on its slider the loss happens to be the same with the weights and without.
WEIGHTED = {"loss": "l1_loss", "elements": "2", "with_weight": "true"}


def drawn(app) -> str:
    (chart,) = app.get("graphviz_chart")
    return chart.proto.spec


def test_the_graph_carries_the_gradient_of_the_sliders_values_to_the_leaf():
    # (A²)' at 3 is 2 · 3 = 6.
    assert "A.grad = 6 " in drawn(open_page(show="graph", A0="3"))


def test_closed_it_is_not_drawn():
    assert open_page().get("graphviz_chart") == []


@over_languages
def test_it_is_said_in_words_too(language):
    app = open_page(lang=language, show="graph", loss="mse_loss")
    (chart,) = app.get("graphviz_chart")

    # d/dx (x − 3)² at 5 is 4.
    assert chart.proto.alt == words(language)["views"]["graph"]["alt"].format(leaves="input.grad = [4]")


@pytest.mark.parametrize(
    "link", [{"loss": "ctc_loss"}, {"loss": "mse_loss", "elements": "8"}, {"loss": "sqrt", "A0": "0"}, WEIGHTED]
)
def test_it_opens_where_there_is_much_to_draw_or_a_number_is_not_finite(link):
    assert drawn(open_page(show="graph", **link)).startswith("digraph")


@pytest.mark.parametrize("show", ["", "slope"])
def test_closed_it_adds_nothing_to_the_live_chart(show):
    assert "graph" not in message(open_page(show=show))["views"]


def test_at_every_position_the_leaf_ends_in_pytorchs_gradient():
    sent = message(open_page(show="graph"))
    texts = sent["views"]["graph"]["texts"]

    # (A²)' is 2A, in float32 too: the slider's positions are multiples of 0.1.
    assert len(texts["leaves"]) == len(sent["literals"])
    assert texts["leaves"] == [f"A.grad = [{written(2 * float(at), 4)}]" for at in sent["literals"]]


def test_what_is_the_same_at_every_position_is_sent_once():
    texts = message(open_page(show="graph"))["views"]["graph"]["texts"]

    assert texts["begin"] == ["1"]


def test_without_a_vector_the_page_asks_for_one_and_the_graph_follows():
    app = open_page(show="graph", loss="mse_loss", elements="2", reduction="none")

    assert "digraph" in drawn(app)
