"""The complete link: every value on the page, defaults included. The address leaves those out, and they may change."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

FORMAT_VERSION = "1"


def complete_link(base: str, values: Mapping[str, Any], *, language: str | None = None) -> str:
    """The link to `base` (the page's own address, without a query) that opens with these values.

    Numbers are written so that they read back exactly. Without a `language` each reader has their own.
    """
    named = {"v": FORMAT_VERSION, **values}
    if language:
        named["lang"] = language
    place = urlsplit(base)
    return place._replace(path=place.path or "/", query=urlencode(named, quote_via=quote), fragment="").geturl()
