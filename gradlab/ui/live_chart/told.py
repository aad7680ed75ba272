"""What the live chart shows of every experiment: its words and its colours."""

from collections.abc import Mapping
from typing import Any

from gradlab.figures.palette import PALETTE


def told(words: Mapping[str, Any], bundle: str = "") -> dict[str, Any]:
    """As the browser reads it. bundle: where the page has its Plotly, if that has to be fetched."""
    tables = {name: words[name] for name in ("chart", "readout", "sentence", "check", "views")}
    return {"language": words["code"], "words": tables, "palette": PALETTE, "bundle": bundle}
