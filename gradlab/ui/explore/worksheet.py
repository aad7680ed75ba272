"""The worksheet on the page: its task and what a learner hands in; and in Share, what a teacher makes one with."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.program import program
from gradlab.ui.experiment.worksheet import (
    HIDE,
    LOCK,
    LONGEST_TASK,
    OF_THE_PAGE,
    RESULTS,
    TASK,
    controls,
    decoded,
    encoded,
    hidden_results,
    task,
)
from gradlab.ui.explore.files import FILES
from gradlab.ui.explore.snapshot import Snapshot
from gradlab.ui.frame.link import complete_link
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing import file_button, link_and_code
from gradlab.ui.live_chart.sentence import sentence
from gradlab.ui.live_page.chart import Sheet

Words = Mapping[str, Any]

LONGEST_LINK = 1000  # characters: as many as every chat and learning platform keeps whole
_LONGEST_ANSWER = 1000


def draw_task() -> None:
    """Draw the task, as text whatever it contains."""
    if task():
        with st.container(key="task"):
            st.text(task())


def make_worksheet(shared: Snapshot) -> None:
    """Draw what a teacher chooses from, and the link it makes. Of the page itself nothing changes."""
    words = shared.words["worksheet"]
    parameters = session().page.parameters.values()
    known = controls()
    keys = [one.key for one in parameters if one.key in known and one.in_address]
    named = {name: words["names"].get(name, name) for name in (*RESULTS, *OF_THE_PAGE, *keys)}
    with st.expander(words["make"]):
        hidden = _chosen(words["hide"], list(named), named, HIDE)
        locked = _chosen(words["lock"], [name for name in named if name not in RESULTS], named, LOCK)
        text = st.text_input(words["task"], max_chars=LONGEST_TASK, key="worksheet-task")[:LONGEST_TASK]
        said = {HIDE: tuple(hidden), LOCK: tuple(locked), TASK: encoded(text)}
        if not any(said.values()):
            return
        link = complete_link(st.context.url or "", _unusual() | {name: value for name, value in said.items() if value})
        st.caption(words["length"].format(count=len(link), most=LONGEST_LINK))
        if len(link) < LONGEST_LINK:
            link_and_code(link, shared.words["share"], words["link"], longest=LONGEST_LINK)
        else:
            st.warning(words["too_long"], icon=":material/info:")
        sheet = replace(shared, sheet=Sheet(decoded(said[TASK]) or "", said[HIDE], said[LOCK]))
        file_button("chart", FILES["chart"], sheet, link, key="worksheet-chart")


def hand_in(shared: Snapshot) -> None:
    """Draw the learner's answer, and the text that is handed in: it says what the page shows, and nothing it hides."""
    words = shared.words["worksheet"]
    answer = st.text_area(words["answer"], max_chars=_LONGEST_ANSWER, key="worksheet-answer")
    st.markdown(f"**{words['copy']}**")
    st.code(answer_text(shared, answer), language=None, wrap_lines=True)


def answer_text(shared: Snapshot, answer: str) -> str:
    """What a learner hands in, as plain text: task, answer, experiment and, where that is shown, the result."""
    words, hidden = shared.words["worksheet"], hidden_results()
    found = unscaled_gradient(shared.experiment)
    tensor = shared.element.tensor
    lines = [task(), f"{words['answer']}: {answer}"]
    if "code" not in hidden:
        printed = "?" if "numbers" in hidden else found.printed[tensor].replace("\n", "\n# ")
        lines.append(program(shared.experiment, printed, read=tensor))
    if "numbers" not in hidden:
        lines.append(sentence(shared.exploration, shared.element, shared.words))
    lines.append(complete_link(st.context.url or "", shared.values))
    return "\n\n".join(filter(None, lines))


def _chosen(label: str, names: list[str], named: Mapping[str, str], key: str) -> list[str]:
    usual = {"selection_mode": "multi", "format_func": lambda name: named[name]}
    return st.pills(label, names, key=f"worksheet-{key}", **usual)


def _unusual() -> dict[str, Any]:
    """The values of the page that are not its defaults, but for those of a worksheet."""
    page = session().page
    usual = {name: page.parameters[name].default for name in page.state}
    return {n: v for n, v in page.state.items() if v != usual[n] and n not in (HIDE, LOCK, TASK)}
