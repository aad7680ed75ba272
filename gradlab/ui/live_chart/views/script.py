"""The script and the style of a view. They are sent when it is opened: a view that is closed costs nothing."""

import streamlit as st

from gradlab.ui.browser.scripts import bundle
from gradlab.ui.live_chart import SCRIPT
from gradlab.ui.live_chart.views import FOLDER

# By their names. Streamlit knows them all from the start, and sends those that are called.
_COMPONENTS = {
    path.stem: st.components.v2.component(
        f"gradlab_view_{path.stem}",
        css=path.read_text(encoding="utf-8"),
        js=bundle(f"live_chart/views/{path.stem}.js", without=[SCRIPT]),
        isolate_styles=False,
    )
    for path in sorted(FOLDER.glob("*.css"))
}


def view_script(name: str) -> None:
    """Send what an open view runs in the browser."""
    _COMPONENTS[name](key=f"view-code-{name}")
