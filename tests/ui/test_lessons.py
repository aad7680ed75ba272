"""The lessons: each runs in every language, its right answer is what PyTorch says, and its task can be done."""

import base64
import json
import re
import zlib
from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.compute.scaling import SCALES, receipt
from gradlab.text import LANGUAGES, words
from gradlab.text.written import written
from gradlab.ui.lessons import chart
from gradlab.ui.lessons import receipt as receipt_picture
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.lesson import Question, Setting, Shown, StepSetting, Task
from gradlab.ui.lessons.progress import Progress
from gradlab.ui.live_chart.slots import PRINTED_SLOT, VALUE_SLOT
from tests.compute.interpreter import outputs
from tests.ui.visits import announced, message, open_link, over_languages, own_row, press

STAGES = {f"{name}/{stage.name}": (name, stage) for name, lesson in COURSE.items() for stage in lesson.stages}
QUESTIONS = {key: found for key, found in STAGES.items() if isinstance(found[1], Question)}
TASKS = {key: found[1] for key, found in STAGES.items() if isinstance(found[1], Task)}

over_questions = pytest.mark.parametrize(("lesson", "question"), QUESTIONS.values(), ids=QUESTIONS)
over_tasks = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def open_lessons(locale: str = "en-US", **link: str) -> AppTest:
    return open_link(locale, page="lessons", **link)


def titles(app: AppTest) -> list[str]:
    return [heading.value for heading in app.subheader]


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
            spoken = re.sub(r"`[^`]*`|{\w+}|float\d\d|\[\d\]", "", text)
            assert not re.search(r"\d", spoken), text


def places(shown: Shown) -> list:
    """All that can be made of it with the sliders that are there; first, as it is found."""
    if isinstance(shown, StepSetting):
        return [shown.pipeline, *(receipt_picture.put(shown.pipeline, exponent) for exponent in range(len(SCALES)))]
    return [shown.experiment, *(chart.put(shown.experiment, moved) for moved in positions(shown))]


def positions(setting: Setting) -> list[dict]:
    """Every place of one slider while the others stand; where v is to be set, all places of its sliders together."""
    weights = [element for element in setting.others if element.tensor == "v"]
    if weights:
        grids = product(*(element.slider.positions for element in weights))
        return [dict(zip(weights, values, strict=True)) for values in grids]
    return [{element: at} for element in (*setting.handles, *setting.others) for at in element.slider.positions]


@over_tasks
def test_a_task_is_not_done_at_first_and_can_be_done_with_the_sliders_that_are_there(task):
    start, *ends = places(task.setting)

    assert not task.reached(start)
    assert any(task.reached(end) for end in ends)


def test_only_the_factor_makes_the_gradient_of_the_first_task():
    task = TASKS["first-gradient/three"]
    (a,), (factor,) = task.setting.handles, task.setting.others

    assert not any(task.reached(chart.put(task.setting.experiment, {a: at})) for at in a.slider.positions)
    assert task.reached(chart.put(task.setting.experiment, {factor: 3.0}))


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
    assert announced(app) == own["feedback"]["itself"].format(**facts).replace("`", "")
    marks = [button.label[0] for button in app.button if button.key.startswith("answer-")]
    assert marks[:2] == ["✗", "✓"]


@over_questions
def test_what_a_lesson_shows_opens_on_the_page_of_its_picture(lesson, question):
    shown = question.setting
    picture = receipt_picture if isinstance(shown, StepSetting) else chart
    said = picture.said_of(places(shown)[0])
    app = open_link(page=picture.PAGE.stem, **said)

    assert [str(warning.value) for warning in app.warning] == []
    if picture is receipt_picture:
        told = {name: app.session_state[f"scaling-{name}"] for name in said if f"scaling-{name}" in app.session_state}
        assert {name: str(value).removesuffix(".0").lower() for name, value in told.items()}.items() <= said.items()


# By hand: clipped to 1 where the gradient is 5, w = 2 moves by 0.1; clipped while it is 5120, by 0.1/1024; unclipped,
# by 0.5. In float16 5·2^13 = 40960 < 65504, and 5·2^14 is not.
def test_only_what_is_clipped_after_unscale_takes_the_step_that_is_taken_without_a_scaler():
    facts = QUESTIONS["loss-scaling/order"][1].facts()
    weights = [facts[f"w_{name}"] for name in ("after_unscale", "before_unscale", "after_step")]

    assert weights == ["1.9", "1.9999", "1.5"]
    assert facts["right"] == "after_unscale"


def test_the_largest_scale_is_the_last_with_which_the_step_is_taken():
    task = TASKS["loss-scaling/largest"]
    pipelines = [pipeline for pipeline in places(task.setting) if task.reached(pipeline)]

    assert [pipeline.scale for pipeline in pipelines] == [2.0**13]
    assert receipt(pipelines[0]).moved.item() == -0.5
    assert receipt(receipt_picture.put(pipelines[0], 14)).moved.item() == 0


def test_a_step_is_shown_by_the_live_receipt_whose_scale_is_locked_until_the_answer_is_given():
    app = open_lessons(lesson="loss-scaling")
    key = "loss-scaling-0-log2_S"
    assert app.slider(key=key).disabled
    assert stages_sent(app) == ["gradient", "backward", "unscale", "step", "write_back", "scale_update"]

    press(app, "answer-loss-scaling-0-before_unscale")

    assert not app.slider(key=key).disabled
    assert stages_sent(app)[1:4] == ["backward", "clip", "unscale"]  # the answer that was given is played
    press(app, "answer-loss-scaling-0-after_unscale")
    assert stages_sent(app)[1:4] == ["backward", "unscale", "clip"]


def stages_sent(app: AppTest) -> list[str]:
    """The stages that the live receipt is sent."""
    (found,) = (p.proto for p in app.get("bidi_component") if p.proto.component_name == "gradlab_live_receipt")
    told = json.loads(zlib.decompress(base64.b64decode(json.loads(found.json)["message"])))
    return [stage["key"] for stage in told["stages"]]


def test_the_secant_of_the_answer_is_drawn_and_its_slope_is_the_one_that_the_words_say():
    app = press(open_lessons(lesson="secant"), "answer-secant-0-wide")
    sent, facts = message(app), QUESTIONS["secant/closest"][1].facts()
    widths, at = sent["views"]["secant"]["widths"], sent["views"]["secant"]["at"]
    slopes = sent["numbers"]["secant.slope"].reshape(len(widths), -1)

    assert widths[at] == app.select_slider(key="h").value == "0.1"
    assert written(slopes[at, own_row(sent)], 10) == facts["slope_wide"]
    press(app, "answer-secant-0-tiny")
    assert app.select_slider(key="h").value == "1e-15"


def test_the_steps_of_a_rate_that_is_too_large_can_be_taken_and_lead_where_the_words_say():
    app = press(open_lessons(lesson="downhill", stage="2"), "answer-downhill-1-nearer")
    facts, places = QUESTIONS["downhill/rate"][1].facts(), []
    for _ in range(3):
        press(app, "step-take")
        places.append(written(app.slider(key="downhill-1-A0").value))

    assert places == [facts["first"], facts["second"], facts["third"]]
    assert message(app)["views"]["step"]["runs"] == [4]
    press(app, "turn-on")
    assert "step" not in message(app)["views"]
    assert message(press(app, "turn-back"))["views"]["step"]["runs"] == []


def test_without_zero_grad_the_picture_holds_what_the_answer_says():
    app = open_lessons(lesson="zero-grad", reveal="1")
    sent = message(press(press(app, "step-take"), "step-take"))
    total = QUESTIONS["zero-grad/three_times"][1].facts()["total"]

    assert sent["views"]["step"]["count"] == 2
    assert sent["views"]["step"]["printed"][own_row(sent)] == total
