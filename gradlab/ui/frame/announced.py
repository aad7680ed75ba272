"""What the page has just said is read aloud, too: a live region, which nobody sees."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "gradlab_announced",
    html='<p class="gl-page-announced" role="status" aria-live="polite"></p>',
    css="""
        .st-key-announced { position: absolute; }
        .gl-page-announced { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap; }
    """,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def announce(markdown: str) -> None:
    """Have it read aloud when it changes. Call it in every run, with nothing where there is nothing to say yet."""
    _component(key="announced", data={"text": markdown.replace("`", "")})
