"""The address: written from the session, in one entry of the browser's history for each page that is visited.

Sliders that the server does not hear are followed in the browser (address.js), which is told how.
"""

import json
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from gradlab.ui.browser.scripts import bundle
from gradlab.ui.frame.expectations import OneOf, written
from gradlab.ui.frame.page_session import Parameter
from gradlab.ui.frame.session import ADDRESS, SEEN, session

# A component's script is sent with every message: here it is a few lines, and what they need comes once.
_code = st.components.v2.component("gradlab_address_code", js=bundle("frame/address.js"), isolate_styles=False)
_component = st.components.v2.component(
    "gradlab_address",
    js=Path(__file__).with_name("mount.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def query() -> dict[str, str]:
    """What the address says: every value that is not its default."""
    own = session()
    said = {}
    for one in (own.page, own.frame):
        for name, value in one.state.items():
            if value != one.parameters[name].default:
                said[name] = written(value)
    return said


def address_code() -> None:
    """Send the script of the address bar."""
    _code(key="address-code")


def write_address() -> None:
    """The page is drawn: have the browser show its address, and tell which answer it has had."""
    _say_address()
    session().running = False


@st.fragment(key=ADDRESS)
def _say_address() -> None:
    """Tell the browser the address, and what it has to follow by itself."""
    own = session()
    st.session_state[SEEN] = own.run
    st.number_input(SEEN, step=1, key=SEEN, label_visibility="collapsed")  # the browser sends back what it shows
    quiet = [own.page.parameters[name] for name in own.page.state if not own.page.parameters[name].heard]
    # One string: for a list or a dict in here Streamlit would import pandas and pyarrow, 80 MB, to look at it.
    usual = {name: written(one.default) for name, one in own.page.parameters.items() if one.in_address and not one.key}
    message = json.dumps({"query": urlencode(query()), "usual": usual, "followed": [_followed(one) for one in quiet]})
    _component(key="address", data={"message": message})


def _followed(parameter: Parameter) -> dict[str, object]:
    """A slider that moves unheard: its own position, and the one that the address leaves out."""
    offered = parameter.expected.options if isinstance(parameter.expected, OneOf) else []
    value, usual = (written(value) for value in (session().page.values[parameter.name], parameter.default))
    names = {"name": parameter.name, "key": parameter.key, "value": value, "usual": usual}
    return {**names, "offered": [written(option) for option in offered]}
