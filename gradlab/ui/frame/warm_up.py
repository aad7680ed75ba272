"""What is done once, when the server starts, so that no learner waits for it."""

import gc

import streamlit as st

from gradlab.compute.device import limit_threads


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """One thread for torch, and the imported modules out of the garbage collector's sight.

    With torch imported a full collection takes a tenth of a second, and stops every learner's page.
    """
    limit_threads()
    gc.collect()
    gc.freeze()
