"""A slope is guessed in a browser: by the line and by keys, nothing is sent, and nothing gives the tangent away."""

from playwright.sync_api import expect

from tests.browser.test_layout import SIZES, resize

GUESS = ".gl-guess-end"


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_guess_is_turned_by_its_end_and_by_keys_unheard_and_the_tangent_comes_when_it_is_asked_for(visit, server):
    page = visit.open(f"{server}/?predict=2").page
    expect(page.locator(GUESS).last).to_be_visible()
    expect(page.locator(".gl-tangent")).to_be_hidden()
    expect(page.locator(".gl-grad")).to_have_text("?")
    assert "tensor([-5" not in page.locator(".gl-program code").inner_text()
    assert visit.slider("predict-A0").is_disabled()
    sent = len(visit.sent)

    x, y = middle(page.locator(GUESS).last)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=4)
    page.mouse.up()
    by_hand = float(visit.slider("guess").input_value())
    assert by_hand < 0
    visit.slider("guess").focus()
    page.keyboard.press("ArrowLeft")
    guessed = float(visit.slider("guess").input_value())
    assert guessed < by_hand
    assert len(visit.sent) == sent
    assert float(visit.query()["guess"]) == guessed

    page.get_by_role("button", name="Show the tangent").click()
    expect(page.locator(".gl-tangent")).to_be_visible()
    expect(page.locator(".st-key-judgement")).to_contain_text(f"Guessed −{-guessed:g}, the gradient is −5.7")
    assert float(visit.slider("guess").input_value()) == guessed

    page.reload()
    visit.drawn()
    assert float(visit.slider("guess").input_value()) == guessed
    expect(page.locator(".st-key-judgement")).to_contain_text("the gradient is −5.7")


def test_question_picture_and_both_handles_are_on_the_first_screen(visit, server):
    visit.open(f"{server}/?predict=4&lang=ja")
    for size in SIZES:
        height = resize(visit, size)
        for part in (".st-key-predict-asked", ".gl-plot", ".st-key-guess", ".st-key-predict-on"):
            bottom = visit.page.evaluate("name => document.querySelector(name).getBoundingClientRect().bottom", part)
            assert bottom <= height, (size, part)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
