"""gradlab: an interactive page that shows what a gradient is. Run it with `streamlit run app.py`."""

import os

# Read when torch is imported. torch.set_num_threads holds in one thread only, and Streamlit runs each page in its own.
os.environ["OMP_NUM_THREADS"] = "1"

import streamlit as st

from gradlab.ui.frame import address_code, frame, frame_style, navigation, session
from gradlab.ui.frame.fault import catch_faults
from gradlab.ui.frame.presentation import (
    current_words,
    draw_header_button,
    full_screen_button,
    language_picker,
    present,
    projector_switch,
)
from gradlab.ui.frame.warm_up import warm_up
from gradlab.ui.pages import PAGES

st.set_page_config(page_title="gradlab", page_icon="📈", layout="wide")
warm_up()
catch_faults()
session().begin()
present()
words = current_words()
pages = {
    name: st.Page(path, title=words["app"][name], url_path=name, default=name == "explore")
    for name, path in PAGES.items()
}
page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(page_title=words["app"]["document"].format(what=page.title))
session().enter(next(name for name in pages if pages[name] == page))
frame_style(PAGES)
frame()
address_code()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="header"):
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="name-and-pages"):
        st.title("gradlab", width="content", anchor=False)
        with st.container(key="page-name"):  # for those who find their way by headings
            st.header(page.title, anchor=False)
        navigation(pages, words)
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="presentation"):
        place_for_page = st.container(width="content", key="place-for-page")
        full_screen_button(words)
        projector_switch(words)
        language_picker(words)
page.run()
with place_for_page:
    draw_header_button()
