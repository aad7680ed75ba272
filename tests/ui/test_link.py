"""The complete link: what it says reads back as the very values, and what a reader wrote stays one value."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.ui.frame.link import FORMAT_VERSION, complete_link
from tests.compute.experiments import deterministic

HERE = "https://example.org/app"


def read(link: str) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(link).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@deterministic
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_float64(number):
    assert float(read(complete_link(HERE, {"A0": number}))["A0"]) == number


@deterministic
@given(st.dictionaries(st.text("abcxyz_0123", min_size=2), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_stays_the_value_of_its_own_name(values):
    link = complete_link(HERE, values)

    assert link.isascii()
    assert read(link) == {"v": FORMAT_VERSION, **values}


@pytest.mark.parametrize(
    ("base", "begins"),
    [
        ("http://localhost:8501", "http://localhost:8501/?v=1"),
        ("https://example.org/app", "https://example.org/app?v=1"),
        ("https://example.org/~/+/", "https://example.org/~/+/?v=1"),
        ("https://example.org/?old=1#top", "https://example.org/?v=1"),
        ("", "/?v=1"),
    ],
)
def test_it_leads_to_the_page_it_comes_from(base, begins):
    link = complete_link(base, {"A0": 1.0})

    assert link.startswith(begins)
    assert set(read(link)) == {"v", "A0"}
    assert urlsplit(link).fragment == ""


def test_it_says_the_language_only_if_asked():
    assert "lang" not in read(complete_link(HERE, {}))
    assert read(complete_link(HERE, {}, language="ja"))["lang"] == "ja"
