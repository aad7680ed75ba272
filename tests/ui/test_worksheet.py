"""A worksheet without a browser: what its link hides and locks stays so, and its task is text whatever it contains."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from gradlab.ui.experiment.worksheet import LONGEST_TASK, OF_THE_PAGE, RESULTS, controls, decoded, encoded
from gradlab.ui.explore.worksheet import LONGEST_LINK
from tests.compute.experiments import deterministic
from tests.ui.test_sharing import query, share
from tests.ui.visits import address, message, notices, open_page, over_languages, receive, seen, unfold, values

KINDS = ("slider", "number_input", "selectbox", "radio", "toggle", "checkbox", "text_input", "button_group", "button")


def drawn(app) -> set[str]:
    return {widget.key for kind in KINDS for widget in app.get(kind)}


def disabled(app) -> set[str]:
    return {widget.key for kind in KINDS for widget in app.get(kind) if widget.disabled}


def hidden(app) -> str:
    (found,) = (part.proto for part in app.get("bidi_component") if part.proto.component_name == "gradlab_worksheet")
    return found.json


def links(app) -> list[str]:
    return [code.value for code in app.code if "?v=" in code.value]


@deterministic
@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=LONGEST_TASK))
def test_a_task_reads_back_as_it_was_written(text):
    assert decoded(encoded(text)) == text


def test_a_long_task_in_japanese_leaves_half_of_the_link():
    assert len(quote(encoded("傾" * LONGEST_TASK))) < LONGEST_LINK / 2


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "**x** `y` $z$", ":material/home:", "https://example.org", "a\u202eb\x00"]
)
def test_a_task_is_shown_as_text_whatever_it_contains(text):
    app = open_page(task=text)

    assert [shown.value for shown in app.text] == [text.replace("\u202e", "").replace("\x00", "")]
    assert notices(app) == []


@over_languages
@pytest.mark.parametrize(
    "link", [{"task": "x" * 121}, {"task": "~%%%"}, {"hide": "nothing"}, {"lock": "numbers"}], ids=str
)
def test_what_a_link_says_of_a_worksheet_that_cannot_be_is_told(link, language):
    app = open_page(lang=language, **link)

    assert len(notices(app)) == 1
    assert app.text == []


@pytest.mark.parametrize("name", LOSSES)
def test_every_value_of_every_loss_can_be_hidden_and_locked(name):
    app = open_page(loss=name)
    page = app.session_state["session"].page
    keys = {one.key for one in page.parameters.values() if one.key and one.in_address} - {"at"}  # no value: whose curve

    assert keys <= set(controls())
    app = open_page(loss=name, lock=".".join(keys), hide=".".join(keys))
    assert notices(app) == []
    assert keys & drawn(app) == keys & disabled(app)
    assert all(key in hidden(app) for key in keys)


def test_what_is_locked_stays_so_through_every_other_change():
    app = open_page(loss="huber_loss", delta="0.5", input0="4.5", lock="delta.input0")
    assert {"delta", "input0", "loss", "elements", "chip-mse"} <= disabled(app)

    app = seen(unfold(app).selectbox(key="dtype").set_value("float64").run())
    app = receive(app, "typed", "2")  # as the field for the exact value would send, were it not locked

    assert (values(app)["delta"], values(app)["input0"]) == (0.5, 4.5)
    assert {"delta", "input0", "loss"} <= disabled(app)
    assert message(app)["locked"] == ["input0"]
    assert address(app)["lock"] == "input0.delta"


def test_hiding_controls_hides_no_result_and_hidden_results_are_not_sent_as_shown():
    shown = message(open_page(hide=".".join(OF_THE_PAGE)))
    assert shown["hidden"] == ""

    assert message(open_page(hide=".".join(RESULTS)))["hidden"].split() == list(RESULTS)


def test_a_view_that_is_nothing_but_numbers_is_closed_where_those_are_hidden():
    assert list(message(open_page(show="graph.slope"))["views"]) == ["slope", "graph"]

    app = open_page(show="graph.slope", hide="numbers")
    assert list(message(app)["views"]) == ["slope"]
    assert "graph" not in app.button_group(key="views").options
    assert notices(app) == []


def test_share_makes_a_worksheet_whose_link_opens_as_it_says():
    app = share(open_page(loss="mse_loss", elements="2", input0="-3"))
    app.button_group(key="worksheet-hide").set_value(["numbers", "reduction"])
    app.button_group(key="worksheet-lock").set_value(["input1"])
    app = seen(app.text_input(key="worksheet-task").set_value("傾きが 0 になるのはどこ？").run())
    assert values(app)["lock"] == ()  # the teacher's own page stays as it is

    made = query(links(app)[-1])
    assert len(links(app)[-1]) < LONGEST_LINK
    opened = open_page(**made)
    assert notices(opened) == []
    assert [shown.value for shown in opened.text] == ["傾きが 0 になるのはどこ？"]
    assert values(opened)["input0"] == -3
    assert "input1" in disabled(opened)
    assert message(opened)["hidden"] == "numbers"
    (file,) = (button for button in app.get("download_button") if button.proto.id.endswith("worksheet-chart"))
    assert file.proto.label == words("en")["share"]["chart"]


def test_a_link_that_is_too_long_is_not_given():
    app = share(open_page(loss="mse_loss", elements="8"))
    assert set(app.button_group(key="worksheet-hide").options) <= {
        *RESULTS,
        *controls(),
        *words("en")["worksheet"]["names"].values(),
    }
    before = len(links(app))
    group = app.button_group(key="worksheet-lock")
    group.set_value(list(group.options))
    app.button_group(key="worksheet-hide").set_value(list(app.button_group(key="worksheet-hide").options))
    app = seen(app.text_input(key="worksheet-task").set_value("傾" * LONGEST_TASK).run())

    assert before == 1  # the page's own
    assert len(links(app)) == 1
    assert words("en")["worksheet"]["too_long"] in [warning.value for warning in app.warning]


@pytest.mark.parametrize(("hide", "said"), [("", True), ("numbers", False), ("numbers.code", False)])
def test_what_is_handed_in_says_the_answer_and_no_result_that_is_hidden(hide, said):
    app = share(open_page(task="Why?", hide=hide, A0="2.5"))
    app = seen(app.text_area(key="worksheet-answer").set_value("Because <b>").run())
    text = app.code[0].value

    assert text.startswith("Why?\n\nAnswer: Because <b>")
    assert ("tensor([5.])" in text) is said
    assert "slope is +5" not in text if not said else "slope is +5" in text
    assert not app.get("download_button")  # its files would say what is hidden
