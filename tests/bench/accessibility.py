"""What axe-core finds on every page, in both languages and themes: `python -m tests.bench.accessibility`.

Explore with every view open, on the desktop and on a projector, and each lesson, asked and answered. Needs npm's tools,
which the tests of the scripts fetch. What is Streamlit's own, and not ours to mend, is left out.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator

from playwright.sync_api import Page, sync_playwright

from gradlab.text import LANGUAGES
from gradlab.ui.lessons.course import COURSE
from gradlab.ui.pages import PAGES
from tests.bench.changes import EVERY_VIEW
from tests.bench.servers import ROOT, gradlab_server
from tests.bench.visits import LIMIT
from tests.conftest import QUIET

AXE = ROOT / "tests" / "scripts" / "node_modules" / "axe-core" / "axe.min.js"
STREAMLITS = ("[data-testid='stToolbar']", "[data-testid='stMainMenu']", ".js-plotly-plot")
THEMES = ("light", "dark")

_DRAWN = """document.querySelector('.st-key-header') && !document.querySelector('[data-testid=stStatusWidget]')
  && (document.querySelector('.gradlab')?.liveChart?.plot?.scale || document.querySelector('.js-plotly-plot'))"""
_AT_REST = """!document.getAnimations().some((one) => one.playState === 'running'
  && Number.isFinite(one.effect.getComputedTiming().endTime))"""
_FOUND = """async (exclude) => {
  const inactive = document.querySelectorAll('.stSlider:has(input:disabled) label'); // may be faint: WCAG 1.4.3
  const { violations } = await axe.run({ exclude: [...exclude, ...inactive] });
  const written = (id, { target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => written(id, node)));
}"""


def violations(page: Page, address: str, themes: Iterable[str] = THEMES) -> Iterator[str]:
    """What is wrong with one page, in some themes."""
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        page.goto(address)
        page.wait_for_function(_DRAWN)
        page.add_script_tag(path=str(AXE))
        page.wait_for_function(_AT_REST)  # what only comes into sight is fainter than it will be
        yield from (
            f"{theme} {address.rpartition('/')[2]} {found}" for found in page.evaluate(_FOUND, list(STREAMLITS))
        )


def everywhere() -> Iterator[str]:
    """What is wrong with any."""
    lessons = [f"lessons?lesson={name}{answered}" for name in COURSE for answered in ("", "&reveal=1")]
    links = [
        *PAGES,
        *lessons,
        f"?{EVERY_VIEW}",
        "?view=projector",
        "?loss=floor",
        "?predict=7",
        "?task=Why&hide=numbers",
    ]
    links = [f"{link}{'&' if '?' in link else '?'}lang={language}" for link in links for language in LANGUAGES]
    system = shutil.which("chromium") or shutil.which("google-chrome")
    with gradlab_server() as server, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=system, args=QUIET).new_page()
        page.set_default_timeout(LIMIT)
        for link in links:
            yield from violations(page, f"{server.address}/{link}")


if __name__ == "__main__":
    found = sorted(set(everywhere()))
    sys.stdout.write("\n".join(found or ["nothing"]) + "\n")
    sys.exit(bool(found))
