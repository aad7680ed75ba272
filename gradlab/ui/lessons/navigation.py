"""Where the learner is in the course, the ways on and back, and out to another page with what the lesson shows."""

from collections.abc import Mapping
from functools import partial
from types import ModuleType
from typing import Any

import streamlit as st

from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.progress import Progress, go_to

Words = Mapping[str, Any]


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


def ways_on(progress: Progress, picture: ModuleType, shown: Any, words: Words) -> None:
    """Draw what the lesson has to be taken along: its notebook, and the way to the page of its picture."""
    own = words["lessons"]
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-ways"):
        if progress.hides:
            return
        st.download_button(
            own["notebook"],
            partial(picture.notebook_of, progress, shown, own[progress.lesson]["title"]),
            f"gradlab-{progress.lesson}.ipynb",
            "application/x-ipynb+json",
            key="lesson-notebook",
            on_click="ignore",
        )
        st.page_link(picture.PAGE, label=own["explore"], query_params=picture.said_of(shown))
