"""A lesson in a browser: nothing gives the answer away before it is given, and a clicker turns the page."""

import os
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from gradlab.text import words
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.lessons.lesson import StepSetting
from tests.browser.test_layout import resize
from tests.browser.test_scaling import DRAWN
from tests.compute.matrix import WHOLE

TANGENT = ".gl-tangent"
GRADIENT = ".gl-grad"

# Of a lesson's first screen.
ALWAYS = (".st-key-question", ".st-key-answers", ".st-key-turns")
OF_A_CHART = (".gl-plot", ".gl-grad", ".st-key-sliders [data-testid=stSliderThumbValue]")
OF_A_GRAPH = (".st-key-view-graph svg", ".st-key-sliders [data-testid=stSliderThumbValue]")
OF_A_STEP = (".gr-plot", ".gr-ratio", ".st-key-scale [data-testid=stSliderThumbValue]")
CODE = ".gl-program pre"
TELLING_MARKS = """[...document.querySelectorAll('.gl-drawn > :not(.gl-guide, .gl-point, .gl-beyond)')]
  .filter((mark) => mark.checkVisibility()).map((mark) => mark.classList[0])"""
OFF_SCREEN = """parts => parts.filter((part) => {
  const box = document.querySelector(part)?.getBoundingClientRect();
  return !box?.width || box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth;
})"""

# Every text in the page, seen or unseen, and every attribute.
WRITTEN = "part => part.outerHTML"


@pytest.fixture
def opened(visit, server):
    """Open the page by a link."""
    return lambda link="": visit.open(f"{server}/lessons{link}")


@pytest.fixture
def lesson(opened):
    return opened()


def test_the_answer_is_neither_seen_nor_read_aloud_before_it_is_given_and_comes_with_it(lesson):
    page = lesson.page
    expect(page.locator(TANGENT)).to_be_hidden()
    expect(page.locator(GRADIENT)).to_have_text("?")
    answers = page.locator(".st-key-answers").inner_text()
    assert answers.count("tensor([5.])") == page.locator(".st-key-lesson").evaluate(WRITTEN).count("tensor([5.])") == 1
    assert page.locator(".gl-announced").inner_text() == ""

    page.get_by_role("button", name="tensor([25.])").click()

    expect(page.locator(GRADIENT)).to_have_text("tensor([5.])")
    expect(page.locator(GRADIENT)).to_be_visible()
    expect(page.locator(TANGENT)).not_to_have_css("display", "none")
    expect(page.locator(".gl-page-announced")).to_contain_text("25 is the loss itself")
    expect(page.get_by_role("group", name="A is 5")).to_be_visible()


# Each size in one of the languages, all in both under `python -m tests.bench.matrices tests/browser/test_lessons.py`.
@pytest.mark.parametrize(
    ("language", "view", "sizes"),
    [
        ("en", "", ["desktop", "laptop"]),
        ("ja", "", ["projector", "phone"]),
        ("ja", "&view=projector", ["laptop"]),
        *([("en", "", ["projector", "phone"]), ("ja", "", ["desktop", "laptop"])] if WHOLE in os.environ else []),
    ],
)
def test_the_first_screen_of_every_lesson_holds_all_that_it_asks_and_answers_with(visit, opened, language, view, sizes):
    page = opened(f"?lang={language}{view}").page
    for name, lesson in COURSE.items():
        page.locator(f".st-key-lesson-{name} button").first.dispatch_event("click")
        expect(page.locator("h3").first).to_have_text(words(language)["lessons"][name]["title"].replace("`", ""))
        question = lesson.stages[0]
        step = isinstance(question.setting, StepSetting)
        asked = [*ALWAYS, *(OF_A_STEP if step else OF_A_CHART), *([] if step or view else [CODE])]
        if not step:
            expect(page.locator(GRADIENT)).to_have_text("?")
            assert page.evaluate(TELLING_MARKS) == [], name
        look(visit, sizes, asked, name)

        page.locator(".st-key-turn-on button").first.dispatch_event("click")
        expect(page.locator(".st-key-feedback p")).not_to_have_text("\u00a0")
        graph = getattr(question.setting, "view", "") == "graph"
        look(visit, sizes, [*ALWAYS, *(OF_A_STEP if step else OF_A_GRAPH if graph else OF_A_CHART)], name)


def look(visit, sizes, parts, name) -> None:
    """All parts are on the screen, whatever its size."""
    for size in sizes:
        resize(visit, size)
        with suppress(PlaywrightTimeout):  # until the plot is drawn in its new size
            visit.page.wait_for_function(f"parts => !({OFF_SCREEN})(parts).length", arg=parts, timeout=5_000)
        assert visit.page.evaluate(OFF_SCREEN, parts) == [], (name, size)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)


def test_on_a_phone_the_steps_of_the_program_are_gone_through_one_by_one(visit, lesson):
    page = lesson.page
    resize(visit, "phone")
    line = "(({ scrollLeft, clientWidth }) => scrollLeft / clientWidth)(document.querySelector('.gl-program pre'))"
    turn = page.locator(".ls-steps button")
    expect(turn).to_have_count(2)
    turn.first.click()
    shown = page.evaluate(line)
    turn.first.click()

    page.wait_for_function(f"Math.abs({line} - {shown - 1}) < 0.01")
    expect(page.locator("html")).to_have_attribute("data-lit", "tangent")


def test_a_line_of_code_and_its_part_of_the_picture_light_up_together(lesson):
    page = lesson.page
    page.locator(".gl-line", has_text="loss_function = A*5").hover()

    expect(page.locator("html")).to_have_attribute("data-lit", "curve")


def test_a_clicker_goes_from_the_question_to_the_answer_and_on_and_back(opened):
    page = opened("?view=projector").page
    expect(page.locator(GRADIENT)).to_have_text("?")

    page.keyboard.press("PageDown")
    expect(page.locator(GRADIENT)).to_have_text("tensor([5.])")
    page.keyboard.press("PageDown")
    expect(page.get_by_text("You move A to 2")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("What does the last line print?")).to_be_visible()


def test_a_task_is_done_when_the_slider_is_let_go_where_it_should_be(opened):
    page = opened("?lesson=downhill&stage=3").page
    slider = page.locator(".st-key-downhill-2-A0 input[type=range]")
    slider.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")

    expect(page.get_by_role("status").filter(has_text="a step has nothing to go by")).to_have_count(1)


def test_the_receipt_of_a_lesson_follows_s_unheard_and_its_task_is_done_when_s_stands_where_it_should(visit, server):
    page, largest = visit.page, "loss-scaling-2-log2_S"
    page.goto(f"{server}/lessons?lesson=loss-scaling&stage=2&lang=en")
    page.wait_for_function(DRAWN, timeout=60_000)  # the first visit of a server imports the optimizers
    ratio = page.locator(".gr-ratio")
    expect(ratio).to_have_text("1")

    page.get_by_role("button", name="It goes as far as float16 can say").click()
    expect(ratio).to_have_text("0")
    expect(page.locator(".gl-page-announced")).to_contain_text("float16 does not stop at 65504")
    sent = len(visit.sent)
    visit.slider("loss-scaling-1-log2_S").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(ratio).to_have_text("1")
    assert len(visit.sent) == sent

    page.get_by_role("button", name="On ›").click()
    expect(visit.slider(largest)).to_be_enabled()
    visit.slider(largest).focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("status").filter(has_text="which float16 can hold")).to_have_count(1)
