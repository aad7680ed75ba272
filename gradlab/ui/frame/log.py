"""The log: a line for each message, in which a visitor's text can neither end the line nor steer a terminal."""

import logging
import traceback

import streamlit as st

_MOST = 1000  # characters
_FRAMES = 3


class Line(logging.LogRecord):
    """A message with its control characters escaped, and cut where it is longer than anything worth reading."""

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        """The text of the line."""
        text = super().getMessage()
        text = text if len(text) <= _MOST else f"{text[:_MOST]}…"
        return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


class _Summary(logging.Filter):
    """An error of the page's own in one line: what was raised, where, and for which experiment."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error:
            record.msg, record.args = "%s: %s raised at %s; %s", (record.getMessage(), *_told(error), _experiment())
            record.exc_info = record.exc_text = None
        return True


def keep_lines_whole() -> None:
    """Log by lines from now on."""
    logging.setLogRecordFactory(Line)
    logger = logging.getLogger("streamlit.error_util")
    if not any(isinstance(known, _Summary) for known in logger.filters):
        logger.addFilter(_Summary())


def _told(error: BaseException) -> tuple[str, str]:
    last = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return repr(error)[:200], ", ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(last))


def _experiment() -> str:
    """What the page shows, as its address tells it."""
    return f"{st.session_state.get('page', '')} {st.query_params.to_dict()!r}"
