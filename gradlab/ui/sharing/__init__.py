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
from gradlab.ui.sharing.snapshot import Snapshot, take_snapshot

_LANGUAGE = "share-language"
_PICTURE = Path(__file__).with_name("picture")
_picture_buttons = st.components.v2.component(
    "gradlab_picture_buttons",
    **{part: _PICTURE.with_suffix(f".{part}").read_text(encoding="utf-8") for part in ("html", "css", "js")},
)


def share_button(controls: Controls, elements: list[Element], words: Mapping[str, Any]) -> None:
    """Draw the button. Opening it runs what draws it, and the message that asks for it says where the sliders stand."""
    popover = st.popover(words["share"]["button"], icon=":material/share:", key="share", on_change="rerun")
    if popover.open:
        with popover, st.container(key="shared"):
            _contents(take_snapshot(controls, elements, words))


def _contents(shared: Snapshot) -> None:
    words = shared.words["share"]
    language = shared.language if st.session_state.get(_LANGUAGE) else None
    link = complete_link(st.context.url or "", shared.values, language=language)
    _link(link, words)
    st.markdown(f"**{words['files']}**")
    _files(shared, link, words)
    st.markdown(f"**{words['code']}**")
    st.code(program_of(shared), language="python", wrap_lines=True)


def _link(link: str, words: Mapping[str, str]) -> None:
    """The link, and beside it the QR code if there can be one."""
    code = qr_code(link)
    text, picture = st.columns(2) if code else (st.container(), st.container())
    with text:
        st.markdown(f"**{words['link']}**")
        st.code(link, language=None, wrap_lines=True)
        st.toggle(words["with_language"], key=_LANGUAGE, help=words["with_language_help"])
    with picture:
        if code:
            st.image(code, alt=words["qr_code"])
        else:
            st.caption(words["too_long"])


def _files(shared: Snapshot, link: str, words: Mapping[str, str]) -> None:
    """A button for each file. The server makes it when it is clicked; the pictures are made in the browser."""
    name = f"gradlab-{shared.experiment.loss}"
    with st.container(horizontal=True, gap="small"):
        for kind, file in FILES.items():
            make = partial(file.text, shared, link)
            key = f"share-{kind}"
            named = (f"{name}.{file.extension}", file.media_type)
            st.download_button(words[kind], make, *named, key=key, on_click="ignore")
        if chart_is_live():
            labels = {"png": words["png"], "svg": words["svg"]}
            _picture_buttons(key="share-picture", data={**labels, "name": name, "title": shared.title}, width="content")
