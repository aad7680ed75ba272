"""What a link says and cannot be used is named in a notice, as plain text, and the page shows something that can."""

import pytest

from gradlab.text import words
from tests.ui.visits import message, notices, open_page, over_languages, seen, unfold, values

BAD = [
    ({}, "A0", "1e99", "2.5"),
    ({}, "A0", "abc", "2.5"),
    ({}, "A0", "nan", "2.5"),
    ({}, "A0", "inf", "2.5"),
    ({}, "elements", "0", "1"),
    ({}, "elements", "4.7", "4"),
    ({}, "dtype", "float8", "float32"),
    ({}, "reduction", "product", "mean"),
    ({}, "loss", "nonsense", "square"),
    ({"loss": "huber_loss"}, "delta", "-1", "1.0"),
    ({"loss": "cross_entropy"}, "target", "7", "0"),
]


@over_languages
@pytest.mark.parametrize(("link", "name", "value", "shown"), BAD, ids=[f"{name}={value}" for _, name, value, _ in BAD])
def test_a_bad_value_in_a_link_falls_back_and_is_named_in_a_notice(language, link, name, value, shown):
    app = open_page(lang=language, **link, **{name: value})
    (notice,) = notices(app)
    assert notice.startswith(words(language)["notice"]["link"].split("{")[0] + f"{name} = {value}")
    assert f" {shown} " in notice.rpartition(value)[2]
    assert str(values(app)[name]) == shown


def test_a_number_of_elements_is_asked_for_as_a_whole_number():
    (notice,) = notices(open_page(elements="4.7", lang="en"))
    assert "Expected a whole number from 1 to 8" in notice


HOSTILE = [
    "**x**<script>", "[x](http://y)", "$a$ :red[x] ~~b~~", "`code` ``more", "&lt;b&gt;", "x\n===\ny", "a\n\n    code",
    "https://example.com", "www.example.com", "me@example.com", ":material/delete:", "\\", "<" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=[ascii(value)[:24] for value in HOSTILE])
def test_what_a_link_says_is_never_markdown(value):
    (notice,) = notices(open_page(dtype=value))
    assert " ".join(value.split())[:300] in notice
    assert len(notice) < 1000


NEXT_MOVES = {
    "a chip": lambda app: app.button(key="chip-mse").click(),
    "reset": lambda app: app.button(key="reset").click(),
    "another loss": lambda app: app.selectbox(key="loss").set_value("l1_loss"),
    "more elements": lambda app: app.number_input(key="elements").set_value(2),
    "a parameter": lambda app: app.slider(key="delta").set_value(2.0),
    "a target": lambda app: app.slider(key="target0").set_value(2.0),
    "another precision": lambda app: unfold(app).selectbox(key="dtype").set_value("float64"),
}


@pytest.mark.parametrize("move", NEXT_MOVES.values(), ids=NEXT_MOVES)
def test_a_notice_goes_when_the_reader_goes_on(move):
    app = open_page(loss="huber_loss", input0="1e99")
    assert len(notices(app)) == 1
    assert notices(seen(move(app).run())) == []


@over_languages
def test_a_device_that_is_not_there_is_noticed_and_the_cpu_computes(language):
    app = open_page(lang=language, device="cuda")
    (notice,) = notices(app)
    assert "cuda" in notice
    assert message(app)["device"] == "cpu"
