"""How far each page moves while it loads, in every size and language: `python -m tests.bench.shift`.

The browser's own record, of which up to 0.1 is good (https://web.dev/articles/cls). A table, a row for each page.
"""

import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from gradlab.text import LANGUAGES
from gradlab.ui.pages import PAGES
from tests.bench.servers import gradlab_server
from tests.bench.visits import LIMIT
from tests.browser.test_loading import LARGEST, SHIFTED, SIZES, STANDS
from tests.conftest import QUIET

LINKS = [*PAGES, "?predict=7", "?show=slope.map", "lessons?lesson=loss-scaling"]


def shift(browser: Browser, address: str, size: str) -> float:
    """What one page's first load moves, for a browser that has never seen it."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(LIMIT)
    page.goto(address)
    page.wait_for_function(STANDS)
    found = page.evaluate(SHIFTED)
    page.close()
    return found


def rows() -> Iterator[tuple[str, list[float]]]:
    """Each link with the shifts of all sizes, once somebody has visited the server before."""
    system = shutil.which("chromium") or shutil.which("google-chrome")
    with gradlab_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=QUIET)
        shift(browser, server.address, "desktop")
        for link in (f"{link}{'&' if '?' in link else '?'}lang={language}" for link in LINKS for language in LANGUAGES):
            views = {size: "&view=projector" if size == "projector" else "" for size in SIZES}
            yield link, [shift(browser, f"{server.address}/{link}{views[size]}", size) for size in SIZES]


if __name__ == "__main__":
    worst = 0.0
    sys.stdout.write(f"{'':32}{''.join(f'{size:>11}' for size in SIZES)}\n")
    for link, shifts in rows():
        worst = max(worst, *shifts)
        sys.stdout.write(f"{link:32}{''.join(f'{moved:11.3f}' for moved in shifts)}\n")
        sys.stdout.flush()
    sys.exit(worst > LARGEST)
