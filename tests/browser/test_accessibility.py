"""Axe-core finds nothing on any page: `python -m tests.bench.accessibility` has it look at each in every way."""

import pytest

from tests.bench.accessibility import violations

SHOWN = [
    ("?loss=mse_loss&elements=2&show=reductions.step.map&lang=en", "dark"),
    ("?view=projector&lang=ja", "light"),
    ("?predict=7&lang=en", "dark"),
    ("lessons?lang=ja", "dark"),
    ("training?lang=en", "light"),
    ("scaling?lang=ja", "light"),
]


@pytest.mark.parametrize(("link", "theme"), SHOWN)
@pytest.mark.usefixtures("tools")
def test_axe_finds_nothing_on_a_page(visit, server, link, theme):
    visit.page.emulate_media(color_scheme=theme)
    assert list(violations(visit.page, f"{server}/{link}", [theme])) == []


def test_what_is_chosen_is_outlined_where_the_system_sets_the_colours_and_twice_as_large_nothing_is_cut_off(
    visit, server
):
    visit.page.emulate_media(forced_colors="active")
    visit.page.set_viewport_size({"width": 720, "height": 450})  # 1440 x 900 at 200 %
    visit.open(f"{server}/?loss=mse_loss&elements=2&show=slope&lang=en")
    chosen = visit.page.locator(".stButtonGroup [data-selected=true]")

    assert chosen.all_inner_texts() == ["English", "mean", "Slope"]
    assert chosen.evaluate_all("found => found.map((one) => getComputedStyle(one).outlineStyle)") == ["solid"] * 3
    assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_presets_that_go_on_beyond_the_screen_fade_at_its_edge(visit, server):
    visit.page.set_viewport_size({"width": 720, "height": 450})
    visit.page.goto(f"{server}/training?lang=en")
    presets = visit.page.get_by_role("radiogroup", name="What goes wrong")

    assert presets.evaluate("row => row.scrollWidth > row.clientWidth && getComputedStyle(row).maskSize") == "100% 100%"
