"""The link to a page: the complete one, and what one that was opened said that could not be used.

The complete link says every value, defaults included: the address leaves those out, and they may change.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from gradlab.ui.frame.expectations import written
from gradlab.ui.frame.notices import notify
from gradlab.ui.frame.page_session import Link, Parameter
from gradlab.ui.frame.session import session

FORMAT_VERSION = "1"


def complete_link(base: str, values: Mapping[str, Any], *, language: str | None = None) -> str:
    """The link to `base` (the page's own address, without a query) that opens with these values.

    Numbers are written so that they read back exactly. Without a `language` each reader has their own.
    """
    named = {"v": FORMAT_VERSION, **{name: _exact(value) for name, value in values.items()}}
    if language:
        named["lang"] = language
    place = urlsplit(base)
    return place._replace(path=place.path or "/", query=urlencode(named, quote_via=quote), fragment="").geturl()


def finish_page() -> None:
    """Every parameter of the page is declared: note the state, and of a link just opened what could not be used."""
    own = session()
    link, page = own.page.link, own.page
    page.finish()
    if not link:
        return
    if (version := link.get("v", [FORMAT_VERSION])[-1]) != FORMAT_VERSION:
        notify("version", value=version, known=FORMAT_VERSION)
    for one in (own.frame, page):
        for parameter in one.parameters.values():
            if parameter.in_address and parameter.name in link:
                _check(link, parameter, one.values[parameter.name])


def _check(link: Link, parameter: Parameter, shown: Any) -> None:
    name, said, expected = parameter.name, link[parameter.name], parameter.expected
    if len(said) > 1:
        notify("twice", name=name, count=len(said), value=said[-1])
    if expected.reads(said[-1], shown) or not (parameter.key or said[-1]):  # one that is empty says nothing
        return
    if parameter.key:
        notify("link", name=name, value=said[-1], expected=expected, shown=shown)
    else:
        notify("own", name=name, value=said[-1], expected=expected)


def _exact(value: Any) -> Any:
    return written(value) if isinstance(value, tuple) else value
