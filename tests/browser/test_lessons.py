"""A lesson in a browser: nothing gives the answer away before it is given, a clicker turns the page, a drag sends nothing."""

import pytest
from playwright.sync_api import expect

TANGENT = ".gl-tangent"
GRADIENT = ".gl-grad"


@pytest.fixture
def lesson(visit, server):
    return visit().open(f"{server}/lessons")


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


def test_a_clicker_goes_from_the_question_to_the_answer_and_on_and_back(visit, server):
    page = visit().open(f"{server}/lessons?view=projector").page
    expect(page.locator(GRADIENT)).to_be_hidden()

    page.keyboard.press("PageDown")
    expect(page.locator(GRADIENT)).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("You move A to 2")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("What does the last line print?")).to_be_visible()


def test_a_task_is_done_when_the_slider_is_let_go_where_it_should_be(visit, server):
    page = visit().open(f"{server}/lessons?lesson=downhill&stage=3").page
    slider = page.locator(".st-key-downhill-2-A0 input[type=range]")
    slider.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")

    expect(page.get_by_text("a step has nothing to go by")).to_be_visible()
