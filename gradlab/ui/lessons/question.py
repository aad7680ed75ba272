"""The question with its answers, and what is said of the one that was given; or the task, and whether it is done."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import streamlit as st

from gradlab.ui.lessons.lesson import Question, Stage, Task
from gradlab.ui.lessons.progress import Progress, go_to

Words = Mapping[str, Any]


@lru_cache(maxsize=128)
def facts_of(stage: Stage) -> Mapping[str, str]:
    """The numbers of a stage's words: the same for everyone."""
    return MappingProxyType(dict(stage.facts()))


def stage_words(progress: Progress, words: Words) -> Words:
    """The words of the stage the learner is at."""
    return words["lessons"][progress.lesson][progress.stage.name]


def asked(progress: Progress, words: Words) -> str:
    """The question, or the task, with its numbers."""
    own, stage = stage_words(progress, words), progress.stage
    return own["question" if isinstance(stage, Question) else "task"].format(**facts_of(stage))


def draw_question(progress: Progress, words: Words) -> str:
    """Draw the question and its answers. Returns the feedback, empty until the question is answered."""
    question: Question = progress.stage
    own, facts = stage_words(progress, words), facts_of(question)
    right = question.right_answer()
    st.markdown(asked(progress, words))
    with st.container(horizontal=True, key="answers", gap="small"):
        for name, fact in question.answers.items():
            label = facts[fact] if fact in facts else own["labels"][name]
            st.button(
                _marked(label, progress, name, right, words["lessons"]),
                key=f"answer-{progress.lesson}-{progress.at}-{name}",
                type="primary" if progress.revealed and name == right else "secondary",
                on_click=go_to,
                args=(replace(progress, revealed=True, chosen=name),),
                width="content",
            )
    if not progress.revealed:
        return ""
    return own["feedback"][progress.chosen or right].format(**facts)


def _marked(label: str, progress: Progress, name: str, right: str, words: Words) -> str:
    """An answer as its button says it: marked, once the question is answered, as right or as the one that was given."""
    label = label.replace("[", r"\[").replace("*", r"\*")
    if not progress.revealed or name not in (right, progress.chosen):
        return label
    return words["right" if name == right else "given"].format(answer=label)


def draw_task(progress: Progress, shown: Any, words: Words) -> str:
    """Draw the task. Returns what is said once it is done, empty before."""
    task: Task = progress.stage
    own, facts = stage_words(progress, words), facts_of(task)
    st.markdown(asked(progress, words))
    return own["done"].format(**facts) if task.reached(shown) else ""
