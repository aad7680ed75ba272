"""Where the learner is in the course, the ways on and back, and out to Explore with what the lesson shows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.compute.experiment import Experiment
from gradlab.compute.notebook import document
from gradlab.compute.script import imports_of
from gradlab.ui.experiment.whole_state import said_of
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.lesson import Question
from gradlab.ui.lessons.progress import Progress, go_to
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT, slotted_program

Words = Mapping[str, Any]

_EXPLORE = Path(__file__).parents[1] / "pages" / "explore.py"


def lesson_header(progress: Progress, words: Words) -> None:
    """Draw a button for each lesson, the title, and the ways on and back."""
    own = words["lessons"]
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-header"):
        with st.container(horizontal=True, gap=None, width="content", key="course"):
            for number, name in enumerate(COURSE):
                st.button(
                    str(number + 1),
                    key=f"lesson-{name}",
                    help=own[name]["title"],
                    type="primary" if name == progress.lesson else "tertiary",
                    on_click=go_to,
                    args=(Progress(name),),
                )
        st.subheader(own[progress.lesson]["title"], anchor=False)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content", key="turns"):
            st.markdown(f"{progress.at + 1}/{len(progress.of_course.stages)}", width="content")
            back, onward = progress.back(), progress.onward()
            st.button("‹", key="turn-back", help=own["back"], on_click=go_to, args=(back,), disabled=back == progress)
            label = own["reveal"] if progress.hides else own["onward"]
            st.button(label, key="turn-on", on_click=go_to, args=(onward,), disabled=onward == progress)


def ways_on(progress: Progress, experiment: Experiment, words: Words) -> None:
    """Draw what the lesson has to be taken along: its notebook, and the way to Explore."""
    own = words["lessons"]
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-ways"):
        if isinstance(progress.stage, Question) and not progress.revealed:
            return
        title = own[progress.lesson]["title"]
        st.download_button(
            own["notebook"],
            lambda: _notebook(progress, experiment, title),
            f"gradlab-{progress.lesson}.ipynb",
            "application/x-ipynb+json",
            key="lesson-notebook",
            on_click="ignore",
        )
        said = {name: str(value) for name, value in said_of(experiment).items()}
        st.page_link(_EXPLORE, label=own["explore"], query_params=said)


def _notebook(progress: Progress, experiment: Experiment, title: str) -> str:
    """The lesson's program, at the learner's values, for Jupyter or Colab."""
    element = progress.setting.handles[0]
    exploration = explore(experiment, element)
    program = (progress.of_course.program or slotted_program)(experiment, element)
    text = program.replace(VALUE_SLOT, repr(exploration.positions[exploration.row]))
    text = text.replace(PRINTED_SLOT, exploration.printed[exploration.row].replace("\n", "\n# "))
    code = text if progress.of_course.program else f"{imports_of(text)}\n\n{text}"
    return document(f"# {title}", {"program": code})
