"""The way to the other pages: links in the header, on a phone in a menu."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from gradlab.ui.frame.page_change import address_of


def navigation(pages: Mapping[str, StreamlitPage], words: Mapping[str, Any]) -> None:
    """Draw the links twice: a style shows one or the other."""
    if len(pages) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="pages"):
        _links(pages)
    with st.popover("", icon=":material/menu:", help=words["app"]["pages"], key="pages-menu"):
        _links(pages)


def _links(pages: Mapping[str, StreamlitPage]) -> None:
    for name, page in pages.items():
        st.page_link(page, width="content", query_params=address_of(name))
