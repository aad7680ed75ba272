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
