"""Every colour can be told from its page."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from gradlab.figures.palette import PALETTE

THEMES = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]

# WCAG 2.2: 4.5:1 for text (success criterion 1.4.3), 3:1 for lines that a picture is understood by (1.4.11). Words
# and numbers are written in most colours; the curve and its ghost are lines.
LEAST = {"text": 4.5, "triangle": 4.5, "target": 4.5, "tangent": 4.5, "second": 4.5, "secant": 4.5}
LEAST |= {"curve": 3.0, "ghost": 3.0}

over_themes = pytest.mark.parametrize("theme", PALETTE)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it: from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


# The extremes by definition; #767676 on white is the known border of 4.5 (WebAIM, Contrast and Color Accessibility).
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_measured_as_the_guidelines_do(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_a_light_and_a_dark_page_have_the_same_roles():
    assert list(PALETTE) == ["light", "dark"]
    assert list(PALETTE["light"]) == list(PALETTE["dark"])


@over_themes
def test_colours_are_written_as_six_hexadecimal_digits(theme):
    assert [colour for colour in PALETTE[theme].values() if not re.fullmatch("#[0-9A-F]{6}", colour)] == []


@over_themes
def test_page_and_text_are_those_of_the_theme(theme):
    of_the_theme = THEMES[theme]

    assert PALETTE[theme]["page"] == of_the_theme["backgroundColor"]
    assert PALETTE[theme]["text"] == of_the_theme["textColor"]


@pytest.mark.parametrize("role", LEAST)
@over_themes
def test_a_colour_stands_out_from_its_page(theme, role):
    assert contrast(PALETTE[theme][role], PALETTE[theme]["page"]) >= LEAST[role]


@over_themes
def test_the_grid_stays_behind_the_curve(theme):
    page = PALETTE[theme]["page"]

    assert contrast(PALETTE[theme]["grid"], page) < 1.5 < contrast(PALETTE[theme]["ghost"], page)


@over_themes
def test_every_role_but_those_that_others_are_drawn_on_has_a_least_contrast(theme):
    assert set(PALETTE[theme]) - set(LEAST) == {"page", "grid", "low", "high"}


def lightness(colour: str) -> float:
    """L* of CIELAB, from 0 to 100: equal steps of it look equal (CIE 15:2004, section 8.2.1)."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def between(one: str, other: str, share: float) -> str:
    """A colour between two, as Plotly mixes them: each channel by itself."""
    channels = [[int(colour[start : start + 2], 16) for start in (1, 3, 5)] for colour in (one, other)]
    return "#" + "".join(f"{round(a + share * (b - a)):02X}" for a, b in zip(*channels, strict=True))


@over_themes
def test_equal_steps_of_the_loss_look_equal(theme):
    low, high = (PALETTE[theme][role] for role in ("low", "high"))
    steps = [lightness(between(low, high, share / 5)) for share in range(6)]
    differences = [abs(after - before) for before, after in pairwise(steps)]

    assert max(differences) < 1.25 * min(differences)
    assert abs(steps[-1] - steps[0]) > 15


# The lines of equal loss, their numbers, and the arrows with their names over them: WCAG 2.2 as above, all as lines
# that a picture is understood by, the numbers as text.
@pytest.mark.parametrize(("role", "least"), [("text", 4.5), ("tangent", 3.0), ("triangle", 3.0), ("curve", 3.0)])
@pytest.mark.parametrize("end", ["low", "high"])
@over_themes
def test_what_is_drawn_on_the_map_stands_out_from_its_colours(theme, end, role, least):
    assert contrast(PALETTE[theme][role], PALETTE[theme][end]) >= least
