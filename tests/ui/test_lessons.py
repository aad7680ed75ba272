"""The lessons: each runs in every language, its right answer is what PyTorch says, and its task can be done."""

import re
from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.text import LANGUAGES, words
from gradlab.ui.experiment.whole_state import said_of
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.lesson import Question, Setting, Task
from gradlab.ui.lessons.picture import put
from gradlab.ui.lessons.progress import Progress
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT
from tests.compute.interpreter import outputs
from tests.ui.visits import APP, over_languages

STAGES = {f"{name}/{stage.name}": (name, stage) for name, lesson in COURSE.items() for stage in lesson.stages}
QUESTIONS = {key: found for key, found in STAGES.items() if isinstance(found[1], Question)}
TASKS = {key: found[1] for key, found in STAGES.items() if isinstance(found[1], Task)}

over_questions = pytest.mark.parametrize(("lesson", "question"), QUESTIONS.values(), ids=QUESTIONS)
over_tasks = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def open_lessons(locale: str = "en-US", **link: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.context = {"locale": locale}
    app.run()
    for name, value in link.items():
        app.query_params[name] = value
    app.switch_page("gradlab/ui/pages/lessons.py").run()
    return seen(app)


def seen(app: AppTest) -> AppTest:
    assert [str(error.value) for error in app.exception] == []
    return app


def titles(app: AppTest) -> list[str]:
    return [heading.value for heading in app.subheader]


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    return seen(app)


@over_languages
def test_the_whole_course_can_be_walked_through_in_every_language(language):
    app = open_lessons(f"{language}-XX")
    visited = []
    for _ in range(100):
        visited += titles(app)
        if app.button(key="turn-on").disabled:
            break
        press(app, "turn-on")

    steps = [lesson["title"] for lesson in (words(language)["lessons"][name] for name in COURSE)]
    assert list(dict.fromkeys(visited)) == steps
    assert len(visited) == sum(2 if isinstance(stage, Question) else 1 for _, stage in STAGES.values())


@over_questions
def test_exactly_one_answer_is_the_one_that_pytorch_gives(lesson, question):
    facts = question.facts()
    shown = {name: facts.get(fact, name) for name, fact in question.answers.items()}

    assert [name for name, text in shown.items() if text == facts[question.truth]] == [question.right_answer()]
    assert len(set(shown.values())) == len(shown) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@over_questions
def test_every_answer_has_a_label_and_is_explained_by_words_of_its_own(lesson, question, language):
    own, facts = words(language)["lessons"][lesson][question.name], question.facts()
    said = [own["feedback"][name].format(**facts) for name in question.answers]

    assert own["question"].format(**facts)
    assert all(fact in facts or own["labels"][name] for name, fact in question.answers.items())
    assert len(set(said)) == len(said)
    assert set(own["feedback"]) == set(question.answers)


@over_languages
def test_no_number_in_the_words_of_a_lesson_is_typed(language):
    def texts(table):
        return [text for value in table.values() for text in (texts(value) if hasattr(value, "items") else [value])]

    for name in COURSE:
        for text in texts(words(language)["lessons"][name]):
            spoken = re.sub(r"`[^`]*`|{\w+}|float64|\[\d\]", "", text)
            assert not re.search(r"\d", spoken), text


def positions(setting: Setting) -> list[dict]:
    """Every place of one slider while the others stand; where v is to be set, all places of its sliders together."""
    weights = [element for element in setting.others if element.tensor == "v"]
    if weights:
        grids = product(*(element.slider.positions for element in weights))
        return [dict(zip(weights, values, strict=True)) for values in grids]
    return [{element: at} for element in (*setting.handles, *setting.others) for at in element.slider.positions]


@over_tasks
def test_a_task_is_not_done_at_first_and_can_be_done_with_the_sliders_that_are_there(task):
    start = task.setting.experiment
    ends = (put(start, moved) for moved in positions(task.setting))

    assert not task.reached(start)
    assert any(task.reached(end) for end in ends)


def test_only_the_factor_makes_the_gradient_of_the_first_task():
    task = TASKS["first-gradient/three"]
    (a,), (factor,) = task.setting.handles, task.setting.others

    assert not any(task.reached(put(task.setting.experiment, {a: at})) for at in a.slider.positions)
    assert task.reached(put(task.setting.experiment, {factor: 3.0}))


def test_the_tutorials_program_run_by_itself_prints_what_its_question_says():
    lesson, question = COURSE["first-gradient"], QUESTIONS["first-gradient/print"][1]
    program = lesson.program(question.setting.experiment, question.setting.handles[0])
    code = program.replace(VALUE_SLOT, "5.0").replace(PRINTED_SLOT, "").replace("!pip install torch\n", "")

    assert outputs([code])[0].strip() == question.facts()[question.truth]


@pytest.mark.parametrize("lesson", COURSE)
def test_going_on_and_back_are_each_others_way(lesson):
    here = Progress(lesson)
    for _ in range(2 * len(COURSE[lesson].stages)):
        further = here.onward()
        if not here.hides and further != here and further.lesson == here.lesson:
            assert further.back().at == here.at
        here = further

    assert here != Progress(lesson)


def test_a_link_opens_its_lesson_and_what_is_no_lesson_opens_the_first():
    first, second = list(COURSE)[:2]

    assert titles(open_lessons(lesson=second)) == [words("en")["lessons"][second]["title"]]
    nonsense = open_lessons(lesson="../x", stage="99", reveal="2")
    assert titles(nonsense) == [words("en")["lessons"][first]["title"]]


def test_the_answer_is_hidden_until_one_is_given_and_a_wrong_one_is_told_from_the_right_one():
    app = open_lessons()
    own = words("en")["lessons"]["first-gradient"]["print"]
    facts = QUESTIONS["first-gradient/print"][1].facts()
    assert not any(facts["slope_itself"] + " is how" in text.value for text in app.markdown)

    press(app, "answer-first-gradient-0-itself")

    assert own["feedback"]["itself"].format(**facts) in [text.value for text in app.markdown]
    marks = [button.label[0] for button in app.button if button.key.startswith("answer-")]
    assert marks[:2] == ["✗", "✓"]


@over_questions
def test_what_a_lesson_takes_to_explore_is_an_experiment_that_explore_opens(lesson, question):
    values = {name: str(value) for name, value in said_of(question.setting.experiment).items()}
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in values.items():
        app.query_params[name] = value
    app.run()

    assert [str(error.value) for error in app.exception] == []
    assert [str(warning.value) for warning in app.warning] == []
