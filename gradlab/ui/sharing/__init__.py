"""Share: the page as it stands now, to take along as a link, a QR code, a program or a file.

All of it is made when the reader opens it; closed, it costs a run of the page one button.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.ui.controls import Controls
from gradlab.ui.elements import Element
from gradlab.ui.link import complete_link
from gradlab.ui.live_chart import chart_is_live
from gradlab.ui.sharing.files import FILES, program_of
from gradlab.ui.sharing.qr_code import qr_code
from gradlab.ui.sharing.snapshot import Snapshot, snapshot

_PICTURE = Path(__file__).with_name("picture")
_picture_buttons = st.components.v2.component(
    "gradlab_picture_buttons",
    **{part: _PICTURE.with_suffix(f".{part}").read_text(encoding="utf-8") for part in ("html", "css", "js")},
)


def share_button(controls: Controls, elements: list[Element], words: Mapping[str, Any]) -> None:
    """Draw the button. Opening it begins a run of its own, which brings along where the sliders stand."""
    popover = st.popover(words["share"]["button"], icon=":material/share:", key="share", on_change="rerun")
    if popover.open:
        with popover, st.container(key="shared"):
            _contents(snapshot(controls, elements, words))


def _contents(shared: Snapshot) -> None:
    words = shared.words["share"]
    link = _link(shared, words)
    st.markdown(f"**{words['code']}**")
    st.code(program_of(shared), language="python", wrap_lines=True)
    st.markdown(f"**{words['files']}**")
    name = f"gradlab-{shared.experiment.loss}"
    with st.container(horizontal=True, gap="small"):
        for kind, file in FILES.items():
            st.download_button(
                words[kind],
                partial(file.text, shared, link),
                f"{name}.{file.extension}",
                file.media_type,
                key=f"share-{kind}",
                on_click="ignore",
            )
    if chart_is_live():
        labels = {"png": words["png"], "svg": words["svg"]}
        _picture_buttons(key="share-picture", data={**labels, "name": name, "title": shared.title})


def _link(shared: Snapshot, words: Mapping[str, str]) -> str:
    """Draw the link with its QR code, and give it."""
    st.markdown(f"**{words['link']}**")
    place = st.container()
    fixed = st.toggle(words["language"], key="share-language")
    link = complete_link(st.context.url or "", shared.values, language=shared.language if fixed else None)
    with place:
        st.code(link, language=None, wrap_lines=True)
    code = qr_code(link)
    if code:
        st.image(code, alt=words["qr_code"])
    else:
        st.caption(words["too_long"])
    return link
