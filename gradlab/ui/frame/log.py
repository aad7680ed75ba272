"""The log: a line for each message, in which a visitor's text can neither end the line nor steer a terminal."""

import logging
import traceback
from typing import Any

import streamlit as st

_MOST = 1000  # characters
_FRAMES = 3
_PAGE = "streamlit.error_util"  # who logs what a page has raised


class Line(logging.LogRecord):
    """A message with its control characters escaped, and cut where it is longer than anything worth reading.

    Of an error it says what was raised and where; of one that a page has raised, for which experiment.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        """As logging makes one."""
        super().__init__(*given, **named)
        error = self.exc_info[1] if self.exc_info else None
        self.raised = f": {_told(error)}" if error else ""
        self.raised += f"; {_experiment()}" if error and self.name == _PAGE else ""
        self.exc_info = None

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        """The text of the line."""
        text = super().getMessage() + self.raised
        text = text if len(text) <= _MOST else f"{text[:_MOST]}…"
        return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def keep_lines_whole() -> None:
    """Log by lines from now on."""
    logging.setLogRecordFactory(Line)


def _told(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(last))
    return f"{repr(error)[:200]} raised at {places}"


def _experiment() -> str:
    """What the page shows, as its address tells it."""
    return f"{st.session_state.get('page', '')} {st.query_params.to_dict()!r}"
