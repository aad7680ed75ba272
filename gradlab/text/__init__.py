"""The words, one TOML file a language. Nothing here knows where a word is shown."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent

LANGUAGES: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
DEFAULT = "en"


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of one language (`"en"`, `"ja"`): tables of texts, with `{placeholders}` for what is computed.

    Its own `code` is among them.
    """
    told = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return MappingProxyType({"code": language, **told})


def nearest(locale: str | None) -> str:
    """The language to begin with for a browser's locale such as `"ja-JP"`."""
    code = (locale or DEFAULT).split("-")[0].lower()
    return code if code in LANGUAGES else DEFAULT
