"""Where something raises all the same: a sentence, a button back, one line in the log."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.text import words
from gradlab.ui.frame.log import Line, keep_lines_whole
from tests.ui.visits import open_page, over_languages, program, seen

HOSTILE = "delta\x1b[31m\nGET / 200"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """What is logged, as it is logged by gradlab."""
    before = logging.getLogRecordFactory()
    keep_lines_whole()
    caplog.handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("streamlit.error_util")
    monkeypatch.setattr(logger, "propagate", True)
    yield caplog
    logging.setLogRecordFactory(before)


def raised(app: AppTest, language: str) -> None:
    told = words(language)["fault"]
    assert [str(error.value) for error in app.error] == [told["sentence"]]
    assert [button.label for button in app.button if button.key == "restore"] == [told["restore"]]
    assert list(app.exception) == []


def put_in(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fails(*given, **named):
        raise ValueError(HOSTILE)

    monkeypatch.setattr(where, fails)


@over_languages
def test_the_page_says_so_and_goes_back_to_what_was_there(language, monkeypatch):
    app = open_page(loss="huber_loss", delta="0.5", lang=language)
    before = program(app)

    with monkeypatch.context() as faulty:
        put_in(faulty, "gradlab.ui.live_chart.picture.explore")
        raised(app.button(key="chip-mse").click().run(), language)
    restored = seen(app.button(key="restore").click().run())

    assert program(restored) == before
    assert list(restored.error) == []


def test_the_log_has_one_line_with_the_experiment_and_no_visitors_text_unescaped(monkeypatch, lines):
    app = open_page(loss="huber_loss", delta="0.5")
    put_in(monkeypatch, "gradlab.ui.live_chart.picture.explore")
    app.button(key="chip-square").click().run()

    (line,) = [line for line in lines.text.splitlines() if "Uncaught" in line]
    assert "ValueError" in line
    assert "'loss':" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("text", ["two\nlines", "\x1b[2J", "bell\x07", "\u202eright to left", "a" * 100_000])
def test_a_message_is_one_printable_line_of_bounded_length(text):
    line = Line("name", logging.INFO, "file", 1, "a fragment %s", (text,), None).getMessage()

    assert line.isprintable()
    assert len(line) <= 1001
