"""The live chart: the one Streamlit component of gradlab. It redraws in the browser, at every step of a slider.

The server sends the loss and gradient at every position the slider can take. The component watches the stock slider in
the same document and looks the numbers up by row: nothing is sent while the slider moves, and nothing is interpolated.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.ui.browser.plotly_bundle import plotly_bundle
from gradlab.ui.browser.scripts import bundle

_FOLDER = Path(__file__).parent
_KEY = "live"
SCRIPT = "live_chart/main.js"


# Streamlit sends a component's scripts with every message, but a long message that has not changed only once. So the
# scripts come by a component of their own that never changes, and the one with the numbers brings a few lines.
_code = st.components.v2.component(
    "gradlab_live_chart_code",
    css=(_FOLDER / "style.css").read_text(encoding="utf-8"),
    js=bundle(SCRIPT),
    isolate_styles=False,
)
_component = st.components.v2.component(
    "gradlab_live_chart",
    html=(_FOLDER / "frame.html").read_text(encoding="utf-8"),
    js=(_FOLDER / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # Plotly's own style sheet goes to the document's head
)


def chart_is_live() -> bool:
    """Whether the chart could be loaded in this reader's browser, as far as is known."""
    return not st.session_state.get(_KEY, {}).get("unavailable", False)


def live_chart(
    data: Mapping[str, Any],
    *,
    ahead: bool,
    family: Mapping[str, Any] | None,
    changes: Mapping[str, int],
    on_approach: Callable[[Any], None],
    on_touch: Callable[[Any], None],
    on_type: Callable[[Any], None],
    on_undone: Callable[[Any], None],
    on_unavailable: Callable[[], None],
) -> None:
    """Draw the chart.

    ahead: whether these are the numbers of an element that has only been approached, to be shown once it is touched.
    family: the curves of a parameter, where they have been asked for. changes: how many `changes` there have been that
    the server has heard of, and how many of them are `kept` to be undone.
    on_approach, on_touch: called with the key of another element that the mouse has come over, that the reader has
    touched. on_type: called with the text typed as the exact value. on_undone: called with an element's key and the
    value off its slider's grid to which it is to go back. All come from a browser and may be anything.
    on_unavailable: called where Plotly could not be loaded.
    """

    def received(name: str, handle: Callable[[Any], None]) -> Callable[[], None]:
        return lambda: handle(st.session_state[_KEY][name])

    # One string each: for a list or a dict in here Streamlit would import pandas and pyarrow, 80 MB, to look at it.
    message = json.dumps({**data, "bundle": plotly_bundle()}, allow_nan=False)
    curves = json.dumps(family, allow_nan=False) if family else ""
    views = " ".join(data["views"])  # whose scripts are waited for
    _code(key="live-code")
    _component(
        key=_KEY,
        data={"message": message, "views": views, "ahead": ahead, "family": curves, **changes},
        default={"unavailable": False, "approached": "", "touched": ""},
        on_approached_change=received("approached", on_approach),
        on_touched_change=received("touched", on_touch),
        on_typed_change=received("typed", on_type),
        on_undone_change=received("undone", on_undone),
        on_unavailable_change=on_unavailable,
    )
