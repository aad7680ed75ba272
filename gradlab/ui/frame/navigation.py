"""The way to the other pages: links in the header, on a phone in a menu."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage


def navigation(pages: Mapping[str, StreamlitPage], words: Mapping[str, Any]) -> None:
    """Draw the links twice: a style shows one or the other. They say nothing: a page is found again as it was left."""
    if len(pages) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="pages"):
        _links(pages)
    with st.popover("", icon=":material/menu:", help=words["app"]["pages"], key="pages-menu"):
        _links(pages)


def _links(pages: Mapping[str, StreamlitPage]) -> None:
    for page in pages.values():
        st.page_link(page, width="content")
