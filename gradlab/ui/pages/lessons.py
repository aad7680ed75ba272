"""Lessons: a question, a picture that answers it, and one thing to do."""

import streamlit as st

from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words
from gradlab.ui.lessons.lesson import Task
from gradlab.ui.lessons.navigation import lesson_header, ways_on
from gradlab.ui.lessons.picture import draw_picture, draw_view, experiment_now, sliders
from gradlab.ui.lessons.progress import current_progress, turn
from gradlab.ui.lessons.question import asked, draw_question, draw_task
from gradlab.ui.lessons.script import lesson_script

words = current_words()
progress = current_progress()
notices = st.container(key="notices")
is_task = isinstance(progress.stage, Task)
with st.container(key="lesson"):
    lesson_header(progress, words)
    with st.container(key="stage"):
        question, chart, handles, viewing, onward = (
            st.container(key=key) for key in ("question", "chart", "sliders", "viewing", "onward")
        )
    with handles:
        sliders(progress.setting, heard=is_task)
    finish_page()
    with notices:
        show_notices()
    experiment = experiment_now(progress.setting)
    with question:
        said = draw_task(progress, experiment, words) if is_task else draw_question(progress, words)
        with st.container(key="feedback"):
            st.markdown(said or "\u00a0")
    with chart:
        draw_picture(progress, experiment, words)
    with viewing:
        draw_view(progress, words)
    with onward:
        ways_on(progress, experiment, words)
lesson_script(asked(progress, words), said, turn)
