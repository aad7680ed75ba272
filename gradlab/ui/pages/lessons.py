"""Lessons: a question, a picture that answers it, and one thing to do."""

from functools import partial

import streamlit as st

from gradlab.ui.frame.announced import announce
from gradlab.ui.frame.body import body
from gradlab.ui.frame.link import finish_page
from gradlab.ui.frame.notices import show_notices
from gradlab.ui.frame.presentation import current_words, header_button
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing import share_link
from gradlab.ui.lessons import chart, receipt
from gradlab.ui.lessons.lesson import StepSetting, Task
from gradlab.ui.lessons.navigation import lesson_header, ways_on
from gradlab.ui.lessons.progress import current_progress, turn
from gradlab.ui.lessons.question import asked, draw_question, draw_task
from gradlab.ui.lessons.script import lesson_script, lesson_style


@body
def lesson() -> None:
    """Draw the stage of the lesson that the session is at."""
    words = current_words()
    progress = current_progress()
    picture = receipt if isinstance(progress.setting, StepSetting) else chart
    picture.prepare(words)
    lesson_style()
    notices = st.container(key="notices")
    is_task = isinstance(progress.stage, Task)
    with st.container(key=f"handles-{picture.handles_of(progress)}"), st.container(key="lesson"):
        lesson_header(progress, words)
        with st.container(key=picture.STAGE):
            keys = ("question", picture.PICTURE, picture.HANDLES, picture.VIEWING, "onward")
            question, drawn, handles, viewing, onward = (st.container(key=key) for key in keys)
        with handles:
            picture.draw_sliders(progress, words, heard=is_task)
        with viewing:
            picture.draw_view(progress, words)
        finish_page()
        with notices:
            show_notices()
        shown = picture.shown_now(progress)
        with question:
            said = draw_task(progress, shown, words) if is_task else draw_question(progress, words)
            with st.container(key="feedback"):
                st.markdown(said or "\u00a0")
        with drawn:
            picture.draw_picture(progress, shown, words)
        with onward:
            ways_on(progress, picture, shown, words)
    announce(said)
    lesson_script(asked(progress, words).replace("`", ""), words["lessons"], turn)
    header_button(partial(share_link, lambda: session().page.state, words))


lesson()
