"""The chart as a page in one file: complete, closed to what a reader could write into it, and as drawn."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from gradlab.figures.chart_page import chart_page
from gradlab.figures.loss_curve import LossCurve, Point, plot_still_chart

X = np.linspace(-5.0, 5.0, 11)
CURVE = LossCurve(x=X, y=X**2, x_range=(-5.0, 5.0), y_range=(-2.0, 27.0), x_title="A[0]", y_title="損失")
POINT = Point(2.0, 4.0, 4.0)
WORDS = {
    "title": "A² だけ",
    "sentence": "傾きは +4 です。",
    "link": "https://example.org/?v=1&A0=2.0",
    "language": "ja",
}
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "$title ${chart} $$",
    "&lt;",
]


class Reader(HTMLParser):
    """What a browser finds: the elements, and the text in each kind of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict]] = []
        self.text: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data


def page(**words: str) -> str:
    return chart_page(plot_still_chart(CURVE, POINT), **{**WORDS, **words})


def test_the_page_says_what_the_chart_shows_in_its_language_and_leads_back():
    found = Reader(page())

    assert ("html", {"lang": "ja"}) in found.elements
    assert ("a", {"href": WORDS["link"]}) in found.elements
    assert (found.text["title"], found.text["h1"]) == (WORDS["title"], WORDS["title"])
    assert WORDS["sentence"] in found.text["p"]


def test_the_page_asks_for_nothing_from_elsewhere():
    found = Reader(page())

    assert [
        attrs
        for tag, attrs in found.elements
        if tag in ("script", "link", "img", "iframe") and {"src", "href"} & set(attrs)
    ] == []
    assert len(found.text["script"]) > 1_000_000  # Plotly.js itself


@pytest.mark.parametrize("word", ["title", "sentence", "link"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_word_becomes_an_element(word, hostile):
    plain, found = Reader(page(**{word: "plain"})), Reader(page(**{word: hostile}))

    assert [tag for tag, _ in found.elements] == [tag for tag, _ in plain.elements]
    assert [set(attrs) for _, attrs in found.elements] == [set(attrs) for _, attrs in plain.elements]
    assert hostile in (*found.text.values(), dict(found.elements)["a"]["href"]) or hostile in found.text["p"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_label_of_the_figure_ends_its_script(hostile):
    figure = plot_still_chart(LossCurve(X, X**2, (-5, 5), (-2, 27), hostile, hostile, 1.0, hostile), POINT)

    assert [tag for tag, _ in Reader(chart_page(figure, **WORDS)).elements] == [
        tag for tag, _ in Reader(page()).elements
    ]


def test_the_drawing_given_stays_as_it_was():
    figure = plot_still_chart(CURVE, POINT)
    before = figure.to_json()
    chart_page(figure, **WORDS)

    assert figure.to_json() == before


def test_the_page_holds_the_curve_and_the_marks():
    _, call = re.split(r"Plotly\.newPlot\(\s*\"[0-9a-f-]+\",\s*", page())
    traces, _ = json.JSONDecoder().raw_decode(call)

    assert [trace["meta"] for trace in traces] == ["curve", "tangent", "point"]
