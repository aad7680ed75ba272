"""The live chart: the one Streamlit component of gradlab. It redraws in the browser, at every step of a slider.

The server sends the loss and gradient at every position the slider can take. The component watches the stock slider in
the same document and looks the numbers up by row: nothing is sent while the slider moves, and nothing is interpolated.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.ui.browser.packing import Part, sealed
from gradlab.ui.browser.plotly_bundle import plotly_bundle
from gradlab.ui.browser.scripts import bundle
from gradlab.ui.live_chart.told import told

_FOLDER = Path(__file__).parent
_KEY = "live"
SCRIPT = "live_chart/mounted.js"


# Streamlit sends a component's scripts with every message, but a long message that has not changed only once. So the
# scripts come by a component of their own that never changes, the words by one that changes with the language, and the
# one with the numbers brings a few lines.
_code = st.components.v2.component(
    "gradlab_live_chart_code",
    js=bundle(SCRIPT),
    isolate_styles=False,
)
_words = st.components.v2.component(
    "gradlab_live_chart_words",
    js=(_FOLDER / "told.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_component = st.components.v2.component(
    "gradlab_live_chart",
    html="".join(map(str.strip, (_FOLDER / "frame.html").read_text(encoding="utf-8").splitlines())),
    js=(_FOLDER / "mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # Plotly's own style sheet goes to the document's head
)


def chart_is_live() -> bool:
    """Whether the chart could be loaded in this reader's browser, as far as is known."""
    return not st.session_state.get(_KEY, {}).get("unavailable", False)


def live_chart_style() -> None:
    """Send the style, ahead of all it dresses: what is drawn before that would have to move."""
    st.html(_FOLDER / "style.css")


def chart_code(words: Mapping[str, Any], route: str = "") -> None:
    """Send the scripts, and what they show of every experiment: the words and the colours.

    route: where the server answers for a curve, if it does.
    """
    _code(key="live-code")
    message = told(words, plotly_bundle()) | {"route": route}
    _words(key="live-words", data={"told": json.dumps(message, ensure_ascii=False)})


def live_chart(
    *,
    curve: Part,
    page: Part,
    state: Part,
    now: Part,
    family: Part | None,
    on_approach: Callable[[Any], None],
    on_touch: Callable[[Any], None],
    on_type: Callable[[Any], None],
    on_undone: Callable[[Any], None],
    on_unavailable: Callable[[], None],
) -> None:
    """Draw the chart.

    page: what the views add to it. state: how the page is shown besides. now: how many `changes` there have been that
    the server has heard of, and how many of them are `kept` to be undone. family: the curves of a parameter, where they
    have been asked for.
    on_approach, on_touch: called with the key of a parameter that has been pressed, of another element that has been.
    on_type: called with the text typed as the exact value. on_undone: called with a slider's key and the value off its
    grid to which it is to go back. All come from a browser and may be anything.
    on_unavailable: called where Plotly could not be loaded.
    """

    def received(name: str, handle: Callable[[Any], None]) -> Callable[[], None]:
        return lambda: handle(st.session_state[_KEY][name])

    _component(
        key=_KEY,
        data=zlib.compress(sealed(curve=curve, page=page, state=state, now=now, family=family), 1),
        default={"unavailable": False, "approached": "", "touched": ""},
        on_approached_change=received("approached", on_approach),
        on_touched_change=received("touched", on_touch),
        on_typed_change=received("typed", on_type),
        on_undone_change=received("undone", on_undone),
        on_unavailable_change=on_unavailable,
    )
