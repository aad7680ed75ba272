"""What a reader does is kept: on the way to another page and back, and before an answer has come."""

import pytest

from gradlab.text import words
from tests.browser.conftest import Visit

TITLES = words("en")["app"]
MOVED = "?loss=mse_loss&elements=2&show=slope"


def move(visit: Visit) -> str:
    """Move a slider of which the server does not hear; returns the program then."""
    visit.slider("input0").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.locator(".gl-program code", has_text="4.9").wait_for()
    return visit.text("program code")


def at_another_page(visit: Visit) -> None:
    visit.page.locator(".gradlab-receipt").wait_for()
    visit.page.wait_for_function("location.pathname.endsWith('/scaling')")


def is_back(visit: Visit, program: str) -> None:
    visit.page.wait_for_function(
        "text => document.querySelector('.gl-program code')?.innerText === text && location.pathname === '/'",
        arg=program,
    )
    visit.drawn()
    assert visit.query() == {"loss": "mse_loss", "elements": "2", "show": "slope", "input0": "4.9"}


def click_at_once(visit: Visit, title: str) -> None:
    visit.page.locator(".st-key-pages").get_by_role("link", name=title).click(delay=0)


def test_a_page_is_left_and_found_again_by_a_click_of_no_time(visit, server):
    visit.open(f"{server}/{MOVED}")
    program = move(visit)

    click_at_once(visit, TITLES["scaling"])
    at_another_page(visit)
    assert not {"loss", "show", "input0"} & set(visit.query())

    click_at_once(visit, TITLES["explore"])
    is_back(visit, program)


def test_another_page_is_built_unseen_too(visit, server):
    visit.open(server)
    visit.page.evaluate(
        "() => { const { dataset } = document.documentElement; window.seen = [];"
        " new MutationObserver(() => window.seen.push(`${dataset.page} ${dataset.drawn ?? 'unseen'}`))"
        "   .observe(document.documentElement, { attributeFilter: ['data-page', 'data-drawn'] }); }"
    )

    click_at_once(visit, TITLES["scaling"])
    visit.page.wait_for_function("document.querySelector('.gr-plot')?.checkVisibility({ visibilityProperty: true })")

    assert list(dict.fromkeys(visit.page.evaluate("window.seen"))) == ["explore true", "scaling unseen", "scaling true"]


def test_a_page_is_left_and_found_again_by_a_tap(browser, server):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    visit = Visit(context.new_page())
    visit.open(f"{server}/{MOVED}")
    program = move(visit)

    def tap(title: str) -> None:
        visit.page.locator(".st-key-pages-menu button:visible").tap()
        visit.page.locator("a:visible", has_text=title).tap()
        visit.page.locator("[data-testid=stPopoverBody]").wait_for(state="hidden")

    tap(TITLES["scaling"])
    at_another_page(visit)
    tap(TITLES["explore"])
    is_back(visit, program)
    context.close()
    assert visit.complaints == []


def test_back_leads_from_page_to_page_and_each_is_what_its_address_says(changed, server):
    changed.open(f"{server}/{MOVED}")
    entries = changed.page.evaluate("history.length")
    changed.page.get_by_role("button", name="Secant").click()
    changed.page.locator(".gl-secant-card").wait_for()
    changed.page.get_by_role("button", name="Secant").click()
    changed.page.locator(".gl-secant-card").wait_for(state="detached")
    changed.drawn()
    program = move(changed)
    assert changed.page.evaluate("history.length") == entries

    click_at_once(changed, TITLES["scaling"])
    at_another_page(changed)
    assert changed.page.evaluate("history.length") == entries + 1

    changed.page.go_back()
    is_back(changed, program)
    changed.page.go_forward()
    at_another_page(changed)
    assert not {"loss", "show", "input0"} & set(changed.query())


@pytest.fixture
def far(browser):
    """A visit from far away: what it sends and is sent takes 120 ms each way."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.add_init_script(
        """
        const far = 120;
        window.WebSocket = class extends WebSocket {
          send(data) { setTimeout(() => super.send(data), far); }
          set onmessage(handle) { super.onmessage = (event) => setTimeout(() => handle(event), far); }
        };
        """
    )
    visit = Visit(page)
    yield visit
    context.close()
    assert visit.complaints == []


def test_a_second_action_before_the_first_answer_came_is_added_to_the_first(far, server):
    far.open(server)
    far.page.get_by_role("button", name="MSE, 3 elements").click()
    far.page.get_by_role("button", name="Slope").click()

    far.page.locator(".gl-program code", has_text="mse_loss").wait_for()
    far.page.wait_for_function("new URLSearchParams(location.search).get('show') === 'slope'")
    far.drawn()
    assert far.query() == {"loss": "mse_loss", "elements": "3", "show": "slope"}
    assert far.page.locator(".st-key-loss input").input_value().startswith("mse_loss — (x − y)²")


@pytest.mark.parametrize("action", [".st-key-chip-corner button", ".st-key-reset button", ".st-key-views button"])
def test_after_the_language_is_switched_the_next_action_is_done(visit, server, action):
    visit.open(f"{server}/{MOVED}")
    visit.page.get_by_role("radio", name="日本語").click()
    visit.page.wait_for_function("document.documentElement.lang === 'ja'")
    visit.drawn()
    visit.page.locator(action).locator("visible=true").first.click()
    visit.drawn()

    assert visit.page.get_by_test_id("stException").count() == 0
    assert visit.page.get_by_role("button", name=words("ja")["explore"]["reset"]).first.is_visible()
