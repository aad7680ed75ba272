"""On a projector nothing is too small to be read from the last row, on any page."""

import pytest

# The words that are lower. An exponent, which is lower than its base, and an icon beside words are left out.
LOW = """(least) => {
  const said = (part) => [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const seen = ({ left, top, right, bottom, width, height }) => width > 2 && height > 2 && right > 0 && bottom > 0
    && left < innerWidth && top < innerHeight;
  const height = (part) => {
    const { a, b } = part.ownerSVGElement ? part.getScreenCTM() : { a: 1, b: 0 };
    return parseFloat(getComputedStyle(part).fontSize) * Math.hypot(a, b);
  };
  return [...document.querySelectorAll("body *:not(tspan, .katex *, [data-testid=stIconMaterial])")]
    .filter((part) => said(part) && getComputedStyle(part).visibility === "visible")
    .filter((part) => seen(part.getBoundingClientRect()))
    .filter((part) => height(part) < least - 0.01)
    .map((part) => `${part.textContent.slice(0, 40)}: ${height(part)}`);
}"""
DRAWN = "[...document.querySelectorAll(part)].length && !document.querySelector('[data-testid=stStatusWidget]')"


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("?show=graph&loss=mse_loss&elements=2", ".stGraphVizChart svg[style*=gl-wide]"),
        ("lessons?lesson=chain-rule&reveal=1&lang=ja", ".stGraphVizChart svg[style*=gl-wide]"),
        ("lessons?lesson=loss-scaling&reveal=1", ".gr-seen"),
        ("scaling?preset=overflow&lang=ja", ".gr-seen"),
        ("training?preset=zero_grad_forgotten&step=30", ".gt-lanes .main-svg"),
    ],
)
def test_no_letter_is_lower_than_a_fortieth_of_the_screen(visit, server, link, part):
    page = visit.page
    page.goto(f"{server}/{link}&view=projector")
    page.wait_for_function(f"(part) => {DRAWN}", arg=part)
    assert page.evaluate(LOW, 900 / 40) == []


def test_the_name_of_a_slider_is_read_whole(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=2&view=projector")
    name = visit.page.locator(".st-key-sliders label").first
    assert name.bounding_box()["x"] >= visit.page.locator(".st-key-sliders").bounding_box()["x"]
