"""The autograd graph on the page: drawn by the server, at the values the sliders have."""

import pytest

from gradlab.text import words
from tests.ui.visits import message, open_page, over_languages


def drawn(app) -> str:
    (chart,) = app.get("graphviz_chart")
    return chart.proto.spec


def test_the_graph_carries_the_gradient_of_the_sliders_values_to_the_leaf():
    # (A²)' at 3 is 2 · 3 = 6.
    assert 'A.grad = 6"' in drawn(open_page(show="graph", A0="3"))


def test_closed_it_is_not_drawn():
    assert open_page().get("graphviz_chart") == []


@over_languages
def test_it_is_said_in_words_too(language):
    app = open_page(lang=language, show="graph", loss="mse_loss")
    (chart,) = app.get("graphviz_chart")

    # d/dx (x − 3)² at 5 is 4.
    assert chart.proto.alt == words(language)["views"]["graph"]["alt"].format(leaves="input.grad = [4]")


@pytest.mark.parametrize(
    "link", [{"loss": "ctc_loss"}, {"loss": "mse_loss", "elements": "8"}, {"loss": "sqrt", "A0": "0"}]
)
def test_it_opens_where_there_is_much_to_draw_or_a_number_is_not_finite(link):
    assert drawn(open_page(show="graph", **link)).startswith("digraph")


def test_it_adds_nothing_to_the_live_chart():
    assert message(open_page(show="graph"))["views"] == {}


def test_without_a_vector_the_page_asks_for_one_and_the_graph_follows():
    app = open_page(show="graph", loss="mse_loss", elements="2", reduction="none")

    assert "digraph" in drawn(app)
