"""The formulas of the catalogue in the letters of a program: `x` is `input` there, and the loss is `loss`."""

import re
from collections.abc import Sequence

from gradlab.compute.losses.loss import Loss

_DEFINITIONS = r", \quad "
_INNERMOST = re.compile(r"\\begin\{cases\}.*?\\end\{cases\}|\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|\\lvert .*?\\rvert")


def in_names(loss: Loss, latex: str) -> str:
    """LaTeX of this loss with the names of its tensors and parameters for their symbols; Greek letters stay.

    A symbol is a letter by itself, with or without an index: the `m` of `\\max` is none.
    """
    named = {argument.symbol: argument.name for argument in loss.tensors}
    named |= {parameter.symbol: parameter.name for parameter in loss.parameters if parameter.symbol}
    written = {symbol: text(name) for symbol, name in named.items() if name not in (symbol, symbol.lstrip("\\"))}
    if not written:
        return latex
    any_symbol = "|".join(re.escape(symbol) for symbol in sorted(written, key=len, reverse=True))
    found = re.sub(rf"(?<![A-Za-z\\])({any_symbol})(?![A-Za-z])", lambda one: written[one[1]], latex)
    found = re.sub(r"([_^])(\\text\{[^}]*\})", r"\1{\2}", found)
    return found.replace(r"} \text{", r"}\,\text{")  # a product of two names is not one


def text(name: str) -> str:
    """A name of code in LaTeX."""
    escaped = name.replace("_", r"\_")
    return rf"\text{{{escaped}}}"


def reduced(latex: str, factors: Sequence[str]) -> str:
    """LaTeX with these factors in front, such as `\\frac{1}{3}` and `\\sum`. Its definitions stay behind it."""
    if not factors:
        return latex
    main, *definitions = latex.split(_DEFINITIONS)
    if "=" in _outside(main):  # it says what its own name stands for
        main, definitions = main.split(" = ")[0], [main, *definitions]
    front = r"\,".join(factors) + (" " if factors[-1] == r"\sum" else r" \cdot ")
    return _DEFINITIONS.join(
        [front + (rf"\left({main}\right)" if set("+-") & set(_outside(main)) else main), *definitions]
    )


def _outside(latex: str) -> str:
    """What stands outside of all brackets."""
    while (shorter := _INNERMOST.sub("", latex)) != latex:
        latex = shorter
    return latex
