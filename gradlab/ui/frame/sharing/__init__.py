"""Share: the page as it stands now, to take along as a link, a QR code, a program or a file.

All of it is made when the reader opens it; closed, it costs a run of the page one button.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from gradlab.ui.frame.link import complete_link
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.frame.session import session
from gradlab.ui.frame.sharing.file import File, Place, Shared
from gradlab.ui.frame.sharing.qr_code import LONGEST, qr_code

_LANGUAGE = "share-language"
_PICTURE = Path(__file__).with_name("picture")
_picture_buttons = st.components.v2.component(
    "gradlab_picture_buttons",
    **{part: _PICTURE.with_suffix(f".{part}").read_text(encoding="utf-8") for part in ("html", "css", "js")},
)


def share_button(
    take: Callable[[], Shared],
    files: Mapping[str, File],
    words: Mapping[str, Any],
    *,
    with_picture: bool = False,
    named: str = "link",
    above: Callable[[Any], None] = lambda _: None,
    below: Callable[[Any], None] = lambda _: None,
) -> None:
    """Draw the button. Opening it runs what draws it, and the message that asks for it says where the sliders stand.

    take: gives the page as it stands. files: by their names in the words; without any the link is all there is, and
    `program`, if it is among them, is shown, too. with_picture: whether the live chart can be saved as a picture.
    named: the words that say what the link leads to.
    above, below: draw what else the page has of it.
    """
    popover = st.popover(words["share"]["button"], icon=":material/share:", key="share", on_change="rerun")
    if popover.open:
        session().hear()  # where the sliders stand that sent nothing
        with popover, st.container(key="shared"):
            shared = take()
            above(shared)
            _contents(shared, files, with_picture=with_picture, named=named)
            below(shared)


def share_link(values: Callable[[], Mapping[str, Any]], words: Mapping[str, Any], *, named: str = "link") -> None:
    """Draw the button where a link is all there is.

    values: what the link says. named: the words that say what it leads to.
    """
    share_button(lambda: Place(values(), words, current_language()), {}, words, named=named)


def _contents(shared: Shared, files: Mapping[str, File], *, with_picture: bool, named: str) -> None:
    words = shared.words["share"]
    language = shared.language if st.session_state.get(_LANGUAGE) else None
    link = complete_link(st.context.url or "", shared.values, language=language)
    link_and_code(link, words, words[named], below=partial(_language_toggle, words))
    if not files:
        return
    st.markdown(f"**{words['files']}**")
    with st.container(horizontal=True, gap="small"):
        for kind, file in files.items():
            file_button(kind, file, shared, link, key=f"share-{kind}")
        if with_picture:
            _pictures(shared)
    st.markdown(f"**{words['code']}**")
    st.code(files["program"].text(shared, link), language="python", wrap_lines=True)


def link_and_code(
    link: str, words: Mapping[str, str], name: str, *, below: Callable[[], None] = lambda: None, longest: int = LONGEST
) -> None:
    """Draw a link under its name, and beside it the QR code if it is no longer than that. words: those of Share."""
    code = qr_code(link, longest)
    text, picture = st.columns(2) if code else (st.container(), st.container())
    with text:
        st.markdown(f"**{name}**")
        st.code(link, language=None, wrap_lines=True)
        below()
    with picture:
        if code:
            st.image(code, alt=words["qr_code"])
        else:
            st.caption(words["too_long"])


def _language_toggle(words: Mapping[str, str]) -> None:
    st.toggle(words["with_language"], key=_LANGUAGE, help=words["with_language_help"])


def file_button(kind: str, file: File, shared: Shared, link: str, *, key: str) -> None:
    """Draw the button for a file, by its name in the words. The server makes it when it is clicked."""
    make = partial(file.text, shared, link)
    named = (f"gradlab-{shared.name}.{file.extension}", file.media_type)
    st.download_button(shared.words["share"][kind], make, *named, key=key, on_click="ignore")


def _pictures(shared: Shared) -> None:
    """The buttons for the pictures, which are made in the browser."""
    labels = {kind: shared.words["share"][kind] for kind in ("png", "svg")}
    named = {"name": f"gradlab-{shared.name}", "title": shared.title}
    _picture_buttons(key="share-picture", data={**labels, **named}, width="content")
