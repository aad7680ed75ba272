"""A page that loads stands still: nothing that is on screen is moved by what comes after it."""

import urllib.request

import pytest

SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "projector": (1280, 720), "phone": (390, 844)}
LINKS = [
    ("desktop", "/?lang=en"),
    ("desktop", "/?predict=7&lang=ja"),
    ("tablet", "/training?lang=ja"),
    ("projector", "/?show=slope.map&view=projector&lang=en"),
    ("phone", "/?lang=ja"),
    ("phone", "/scaling?lang=en"),
    ("phone", "/lessons?lang=en"),
]
LARGEST = 0.1  # https://web.dev/articles/cls: what is good
# The browser's own record of all that it moved without being asked to. The other kind of entry is always there.
SHIFTED = """() => new Promise((resolve) => {
  const sumOf = (entries) => entries.filter((one) => !one.hadRecentInput).reduce((sum, { value }) => sum + value, 0);
  const observer = new PerformanceObserver((list) => resolve(sumOf(list.getEntriesByType('layout-shift'))));
  for (const type of ['navigation', 'layout-shift']) observer.observe({ type, buffered: true });
})"""
STANDS = (
    "document.documentElement.dataset.drawn && document.querySelector('.js-plotly-plot .main-svg')"
    " && !document.querySelector('[data-testid=stStatusWidget]') && document.fonts.status === 'loaded'"
)


def document(address: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.read().decode()


@pytest.fixture
def opened(visit, server):
    """A visit to a server that somebody has visited before: from then on it puts the style into the document."""
    if "data-page" not in document(server):
        visit.open(server)
    return visit


@pytest.mark.parametrize(("size", "link"), LINKS)
def test_nothing_on_screen_moves_while_a_page_loads(opened, server, size, link):
    width, height = SIZES[size]
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.goto(f"{server}{link}")
    opened.page.wait_for_function(STANDS)

    assert opened.page.evaluate(SHIFTED) <= LARGEST


def test_the_document_says_which_page_it_is_and_how_it_is_shown(opened, server):
    root = '<html lang="{}" data-page="{}" data-view="{}">'

    assert root.format("en", "explore", "page") in document(server)
    assert root.format("ja", "explore", "page") in document(server, **{"Accept-Language": "ja-JP,en;q=0.5"})
    assert root.format("ja", "scaling", "projector") in document(f"{server}/scaling?lang=ja&view=projector")
    assert root.format("en", "training", "page") in document(f"{server}/training?lang=%22%3E&view=%22%3E")
    assert "data-page" not in document(f"{server}/_stcore/health")
