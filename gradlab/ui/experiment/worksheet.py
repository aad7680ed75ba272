"""A worksheet: Explore with a task, and with controls and results that its teacher has hidden or locked, all by a link.

What is hidden stays drawn, out of sight, and what is locked is drawn disabled: both keep their values. Hiding a control
hides no result.
"""

import unicodedata
from base64 import b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.elements import elements_of
from gradlab.ui.experiment.whole_state import BATCH, MOST_SAMPLES
from gradlab.ui.frame.expectations import SomeOf, Written
from gradlab.ui.frame.session import session

RESULTS = ("numbers", "tangent", "code", "formula")
OF_THE_PAGE = ("examples", "views", "train", "undo", "reset", "exact", "more")  # controls that say no value
LONGEST_TASK = 120  # characters
HIDE, LOCK, TASK = "hide", "lock", "task"
_ENCODED = "~"  # what a task begins with that is not written letter by letter
_VECTOR = 32  # elements of v, at most
_SCRIPT = Path(__file__).with_suffix(".js")

_component = st.components.v2.component(
    "gradlab_worksheet",
    html='<style class="gl-worksheet"></style>',
    js=_SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,  # it is the page that is styled
)


@dataclass(frozen=True)
class Named(SomeOf):
    """Some of the controls and results, with points between them: too many to name."""

    def describe(self, words: Mapping[str, str]) -> str:
        """The expectation in words."""
        return words["named"]


def encoded(text: str) -> str:
    """A task as a link has it: whichever is the shorter of percent signs and base64."""
    other = _ENCODED + urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return other if text.startswith(_ENCODED) or len(quote(other)) < len(quote(text)) else text


def decoded(raw: str) -> str | None:
    """The task that a link's text means, on one line, with nothing in it that cannot be seen; None where it is none."""
    text = raw
    if raw.startswith(_ENCODED):
        try:
            text = b64decode(raw[1:] + "=" * (-len(raw[1:]) % 4), altchars=b"-_", validate=True).decode()
        except (Error, ValueError):  # an UnicodeDecodeError is a ValueError
            return None
    return "".join(letter for letter in " ".join(text.split()) if unicodedata.category(letter)[0] != "C")


def _is_short(raw: str) -> bool:
    text = decoded(raw)
    return text is not None and len(text) <= LONGEST_TASK


@cache
def controls() -> tuple[str, ...]:
    """The names of all controls that Explore has, whatever the loss: a control that says a value by its key."""
    found = dict.fromkeys(("loss", "elements", BATCH, "reduction", "dtype", "device"))
    for loss in LOSSES.values():
        samples = MOST_SAMPLES if loss.samples else 1
        for argument in loss.tensors:
            elements = elements_of(loss, argument.name, loss.sizes[1], samples=samples)
            keys = [element.key for element in elements]
            found |= dict.fromkeys([f"with_{argument.name}", f"requires_grad_{argument.name}", *keys])
        found |= dict.fromkeys(parameter.name for parameter in loss.parameters)
    return (*found, *(f"v{index}" for index in range(_VECTOR)), *OF_THE_PAGE)


def declare_worksheet() -> None:
    """What a link may say of a worksheet."""
    own = session()
    own.declare(HIDE, Named((*RESULTS, *controls())), ())
    own.declare(LOCK, Named(controls()), ())
    own.declare(TASK, Written("task", _is_short, {"most": LONGEST_TASK}), "")


def hide_controls() -> None:
    """Send what hides the controls."""
    hidden = session().value(HIDE)
    _component(key="worksheet", data={"hidden": ".".join(name for name in hidden if name not in RESULTS)})


def is_worksheet() -> bool:
    """Whether the page is one."""
    return any(session().value(name) for name in (HIDE, LOCK, TASK))


def hidden_results() -> list[str]:
    """The results that are hidden."""
    return [name for name in RESULTS if name in (session().value(HIDE) or ())]


def is_locked(name: str) -> bool:
    """Whether a control is locked. Once a value is, so is whatever else would change it: the loss, and the examples."""
    locked = session().value(LOCK) or ()
    return name in locked or (name in ("loss", "elements", BATCH, "examples") and has_locked_values())


def has_locked_values() -> bool:
    """Whether a control is locked that says a value."""
    return bool(set(session().value(LOCK) or ()) - set(OF_THE_PAGE))


def task() -> str:
    """The task, empty where there is none."""
    return decoded(session().value(TASK) or "") or ""
