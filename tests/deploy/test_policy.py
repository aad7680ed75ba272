"""In a real browser, under the Content-Security-Policy that nginx sends: everything works, and nothing is refused."""

from playwright.sync_api import Browser

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def test_every_page_works_under_the_policy_without_a_violation(front, browser: Browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.add_init_script(WATCH)
    page, said = context.new_page(), []
    page.set_default_timeout(60_000)
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{front.address}/?loss=mse_loss&elements=2&show=slope.map.graph")
    page.locator(".gl-plotly .main-svg").first.wait_for(state="attached")
    page.locator(".st-key-target0 input[type=range]").press("ArrowRight")
    page.locator(".st-key-share").get_by_test_id("stPopoverButton").click()
    page.locator(".st-key-shared code").first.wait_for()
    refused = page.evaluate("refused")
    page.goto(f"{front.address}/scaling")
    page.locator(".st-key-receipt .main-svg").first.wait_for(state="attached")
    refused += page.evaluate("refused")
    context.close()

    assert refused == []
    assert [text for text in said if "Content Security Policy" in text] == []
