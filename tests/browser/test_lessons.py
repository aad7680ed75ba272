"""A lesson in a browser: nothing gives the answer away before it is given, and a clicker turns the page."""

import pytest
from playwright.sync_api import expect

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
    expect(page.locator(".gl-feedback-announced")).to_contain_text("25 is the loss itself")
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
