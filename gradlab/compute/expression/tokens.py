"""The text of a formula as its tokens: numbers, names and signs, each with its column."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from gradlab.compute.expression.problems import ExpressionError

LENGTH = 200

# Japanese keyboards give full-width characters; typeset mathematics gives the others. The rest of NFKC is left out, for
# it would change the meaning without a word: "3①" would become 31.
_WIDTHS = ("<wide>", "<narrow>", "<font>", "<noBreak>")

# What stands for exactly one thing in a formula. The middle dot of Japanese keyboards is not here: it is on the key of
# the slash, so that it may be meant as a division. 「」 are on the keys of the square brackets, ー is on that of the
# minus, and 。 on that of the point.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("×·⋅∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        **dict.fromkeys("−‐‑–—ー", "-"),
        **dict.fromkeys("≤≦", "<="),
        **dict.fromkeys("≥≧", ">="),
        "≠": "!=",
        "π": "pi",
        "、": ",",
        "。": ".",
        "「": "[",
        "」": "]",
    }
)
_SUPERSCRIPT = re.compile("[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")

_TOKEN = re.compile(
    r"""(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>\*\*|//|<<|>>|<=|>=|==|!=|[-+*/<>()\[\],.=^%@&|~])
      | (?P<space>[ ])
      | (?P<quote>['"`])""",
    re.ASCII | re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of a formula; `kind` is `"number"`, `"name"`, `"sign"` or, after the last one, `"end"`."""

    kind: str
    text: str
    column: int


@lru_cache(maxsize=256)
def normalised(text: str) -> str:
    """The formula as gradlab reads it: half-width (NFKC), with `*` for ×, `**2` for ², and `pi` for π."""
    powers = _SUPERSCRIPT.sub(lambda found: "**" + unicodedata.normalize("NFKC", found[0]), text)
    return "".join(map(_half_width, powers)).translate(_SIGNS).strip()


def tokens(text: str) -> list[Token]:
    """The tokens of a normalised formula, and one for its end."""
    found, column = [], 1
    while column <= len(text):
        match = _TOKEN.match(text, column - 1)
        if match is None:
            raise ExpressionError("character", column, {"name": _shown(text[column - 1])})
        if match.lastgroup == "quote":
            raise ExpressionError("string", column, {"name": match[0]})
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], column))
        column += len(match[0])
    return [*found, Token("end", "", column)]


def _half_width(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.decomposition(character).startswith(_WIDTHS):
        return unicodedata.normalize("NFKC", character)
    return character


def _shown(character: str) -> str:
    """A character for a message: its number where it cannot be seen."""
    return character if character.isprintable() else f"U+{ord(character):04X}"
