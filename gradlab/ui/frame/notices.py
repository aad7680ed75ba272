"""Short notices about what could not be used. They stay until the next thing the reader does."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from gradlab.ui.frame.expectations import Expectation
from gradlab.ui.frame.presentation import current_words
from gradlab.ui.frame.session import session

Notice = tuple[str, Mapping[str, Any]]


def notify(kind: str, **details: Any) -> None:
    """Keep a notice, by its key in the words; an Expectation among the details is put into words when it is shown."""
    session().page.notices.append((kind, details))


def show_notices(*more: Notice) -> None:
    """Draw the notices that are kept, and `more`. What came from outside is shown as code, never read as Markdown."""
    words = current_words()["notice"]
    for kind, details in (*session().page.notices, *more):
        worded = {
            name: value.describe(words) if isinstance(value, Expectation) else as_code(str(value))
            for name, value in details.items()
        }
        st.warning(words[kind].format(**worded), icon=":material/info:")


def as_code(text: str) -> str:
    """Text as inline code on one line: a fence of backticks longer than any it holds, and at most 300 characters."""
    line = " ".join(text.split())[:300]
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}" if line.startswith("`") or line.endswith("`") else f"{fence}{line}{fence}"
