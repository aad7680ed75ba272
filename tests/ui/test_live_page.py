"""A live chart as a page of its own: PyTorch's numbers are in it, and what a reader writes is never more than text."""

import base64
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from gradlab import Experiment, live_page, unscaled_gradient
from gradlab.compute.experiment import ExperimentError
from gradlab.compute.training import PRESETS, run
from gradlab.text import words
from gradlab.ui.browser.packing import inflated
from gradlab.ui.live_page.training import training_page
from gradlab.ui.training.payload import message
from tests.ui.visits import completed, opened, over_languages

HUBER = Experiment(
    "huber_loss", {"input": [5.0, 1.0, -2.05], "target": [3.0, 1.5, -2.25]}, {"delta": 1.0}, dtype="float32"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></script><img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "$title ${script} {task}",
    "&lt;b&gt;",
]


class Reader(HTMLParser):
    """What a browser finds: the elements, and the text in each kind of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, text):
        tag = self.elements[-1][0] if self.elements else ""
        self.text[tag] = self.text.get(tag, "") + text


def data_of(html: str) -> dict:
    """What the page's script is given."""
    return json.loads(re.search(r'<script type="application/json" class="lp-data">(.*?)</script>', html, re.S)[1])


def parts_of(text: str) -> dict:
    return opened(base64.b64decode(text))


@pytest.fixture(scope="module")
def page():
    return live_page(HUBER)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_each_slider_has_the_numbers_that_pytorch_gives_where_it_alone_is_moved(page, index):
    parts = parts_of(data_of(page.html)["curves"][f"input{index}"])
    sent = completed(parts["curve"], parts["page"], parts["state"])
    numbers = sent["numbers"]
    rows = [0, 57, 200, int(numbers["row"][0])]

    for row in rows:
        moved = list(HUBER.tensor("input"))
        moved[index] = float(sent["literals"][row])
        asked = Experiment(
            "huber_loss", {"input": moved, "target": HUBER.tensor("target")}, {"delta": 1.0}, dtype="float32"
        )
        expected = unscaled_gradient(asked)
        assert numbers["loss"][row] == expected.loss
        assert np.array_equal(np.reshape(numbers["gradients"], (-1, 3))[row], expected.gradients["input"])
        assert sent["printed"][row] == expected.printed["input"]


def test_a_parameter_has_its_curves_at_every_element(page):
    data = data_of(page.html)

    assert list(data["sliders"]) == ["input0", "input1", "input2", "delta"]
    assert set(data["families"]) == {"delta input0", "delta input1", "delta input2"}
    for name, text in data["families"].items():
        family = json.loads(parts_of(text)["family"].texts)
        curve = json.loads(parts_of(data["curves"][name.split()[1]])["curve"].texts)
        assert family["of"] == curve["families"]["delta"]["of"]


def test_a_corner_between_two_positions_has_its_numbers_too():
    l1 = Experiment("l1_loss", {"input": [1.0, 2.0], "target": [3.0, -2.25]})
    corners = data_of(live_page(l1).html)["corners"]
    (at,) = corners["input1"]
    parts = parts_of(corners["input1"][at])
    sent = completed(parts["curve"], parts["page"], parts["state"])
    there = unscaled_gradient(Experiment("l1_loss", {"input": [1.0, float(at)], "target": [3.0, -2.25]}))

    assert (corners["input0"], float(at)) == ({}, -2.25)
    assert sent["printed"][int(sent["numbers"]["row"][0])] == there.printed["input"]


def test_the_page_asks_for_nothing_from_elsewhere(page):
    found = Reader(page.html)

    assert [tag for tag, attributes in found.elements if {"src", "href"} & set(attributes)] == []
    assert len(found.text["script"]) > 1_000_000  # Plotly.js itself


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_task_stays_text(hostile):
    experiment = Experiment("square", {"A": [2.5]})
    plain, found = (Reader(live_page(experiment, task=task).html) for task in ("plain", hostile))

    assert [tag for tag, _ in found.elements] == [tag for tag, _ in plain.elements]
    assert [set(attributes) for _, attributes in found.elements] == [
        set(attributes) for _, attributes in plain.elements
    ]
    assert f"Task: {hostile}" in found.text["p"]


@over_languages
def test_it_speaks_the_readers_language(language):
    html = live_page(Experiment("square", {"A": [2.5]}), language=language).html
    found = Reader(html)

    assert ("html", {"lang": language}) in found.elements
    assert words(language)["losses"]["square"] in found.text["p"]
    assert data_of(html)["told"]["language"] == language
    assert "lp-task" not in {attributes.get("class") for _, attributes in found.elements}


def test_it_shows_itself_in_a_notebook_and_saves_itself(page, tmp_path):
    page.save(tmp_path / "lesson.html")
    ((tag, attributes),) = Reader(page._repr_html_()).elements

    assert (tmp_path / "lesson.html").read_text(encoding="utf-8") == page.html
    assert tag == "iframe"
    assert attributes["srcdoc"] == page.html
    assert attributes["sandbox"] == "allow-scripts"


def test_a_value_beyond_the_slider_widens_it():
    (slider,) = (
        given
        for tag, given in Reader(live_page(Experiment("square", {"A": [12.0]})).html).elements
        if tag == "input" and given["type"] == "range"
    )

    assert float(slider["min"]) <= -12 < 12 <= float(slider["max"])


@over_languages
def test_a_trainings_file_holds_what_its_page_is_sent_and_leads_to_no_page_it_has_not(language):
    training = PRESETS["zero_grad_forgotten"].training
    record = run(training)
    sent = message((training, record), None, language, "")
    html = training_page(sent, record.steps, device="cpu", language=language, link="https://example.org/training?lr=1")
    held = json.loads(inflated(data_of(html)["message"]))
    links = [given["href"] for tag, given in Reader(html).elements if given.get("href")]

    assert {name: held[name] for name in held if name != "links"} == {
        name: said for name, said in json.loads(inflated(sent)).items() if name != "links"
    }
    assert (held["links"]["explore"], held["links"]["scaling"]) == ("", "")
    assert links == ["https://example.org/training?lr=1"]
    assert f'id="t_step" min="0" max="{record.steps}"' in html


@pytest.mark.parametrize(
    ("experiment", "rest", "error", "expected"),
    [
        (
            Experiment("square", {"A": [2.5]}),
            {"language": "xx"},
            ValueError,
            "expected a language out of en, ja, got 'xx'",
        ),
        (
            Experiment("square", {"A": [2.5]}),
            {"hidden": ["numbers", "slope"]},
            ValueError,
            "expected what can be hidden out of numbers, tangent, code, formula, A0, got 'slope'",
        ),
        (
            Experiment("square", {"A": [2.5]}),
            {"locked": ["A1"]},
            ValueError,
            "expected a slider out of A0, got 'A1'",
        ),
        (Experiment("square", {"A": [1.0] * 25}), {}, ExperimentError, "expected from 1 to 24 elements .* got 25"),
    ],
)
def test_what_cannot_be_a_page_is_refused(experiment, rest, error, expected):
    with pytest.raises(error, match=expected):
        live_page(experiment, **rest)


def test_where_there_is_no_page_nothing_is_said_of_one(caplog):
    live_page(Experiment("square", {"A": [2.5]}))
    assert caplog.records == []


def test_a_worksheet_hides_and_locks_what_it_is_told():
    page = Reader(live_page(HUBER, task="Why?", hidden=["numbers", "input1"], locked=["input2"]).html)
    of = {given["id"]: given for tag, given in page.elements if tag == "input" and "id" in given}
    assert [name for name, given in of.items() if "disabled" in given] == ["input2"]
    of = {given["class"]: given for tag, given in page.elements if given.get("class", "").startswith("st-key-input")}
    assert [name for name, given in of.items() if "hidden" in given] == ["st-key-input1"]
