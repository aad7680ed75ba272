"""A lesson in a browser: nothing gives the answer away before it is given, and a clicker turns the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_layout import SIZES, resize
from tests.browser.test_scaling import DRAWN

TANGENT = ".gl-tangent"
GRADIENT = ".gl-grad"


@pytest.fixture
def opened(visit, server):
    """Open the page by a link."""
    yield lambda link="": visit.open(f"{server}/lessons{link}")
    # Under another path than / Streamlit first asks for its own settings below that one.
    visit.complaints[:] = [line for line in visit.complaints if "404 (Not Found)" not in line]


@pytest.fixture
def lesson(opened):
    return opened()


def test_the_answer_is_neither_seen_nor_read_aloud_before_it_is_given_and_comes_with_it(lesson):
    page = lesson.page
    expect(page.locator(TANGENT)).to_be_hidden()
    expect(page.locator(GRADIENT)).to_be_hidden()
    assert "tensor([5.])" not in page.locator(".gl-program code").inner_text()
    assert page.locator(".gl-announced").inner_text() == ""

    page.get_by_role("button", name="tensor([25.])").click()

    expect(page.locator(GRADIENT)).to_have_text("tensor([5.])")
    expect(page.locator(GRADIENT)).to_be_visible()
    expect(page.locator(TANGENT)).not_to_have_css("display", "none")
    expect(page.locator(".gl-page-announced")).to_contain_text("25 is the loss itself")
    expect(page.get_by_role("group", name="A is 5")).to_be_visible()


def test_a_line_of_code_and_its_part_of_the_picture_light_up_together(lesson):
    page = lesson.page
    page.locator(".gl-line", has_text="loss_function = A*5").hover()

    expect(page.locator("html")).to_have_attribute("data-lit", "curve")


def test_a_clicker_goes_from_the_question_to_the_answer_and_on_and_back(opened):
    page = opened("?view=projector").page
    expect(page.locator(GRADIENT)).to_be_hidden()

    page.keyboard.press("PageDown")
    expect(page.locator(GRADIENT)).to_be_visible()
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
    for size in SIZES:
        height = resize(visit, size)
        for part in (".st-key-question", ".gr-plot", ".gr-ratio", ".st-key-scale [data-testid=stSliderThumbValue]"):
            bottom = page.evaluate("name => document.querySelector(name).getBoundingClientRect().bottom", part)
            assert bottom <= height, (size, part)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size

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
    visit.complaints[:] = [line for line in visit.complaints if "404 (Not Found)" not in line]
