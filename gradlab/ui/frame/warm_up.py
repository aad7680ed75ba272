"""What is done once, when the server starts, so that no learner waits for it."""

import gc
from functools import cache

import streamlit as st
from streamlit import runtime

from gradlab.compute import scaling
from gradlab.compute.device import limit_threads
from gradlab.ui.frame.log import keep_lines_whole
from gradlab.ui.frame.server import ready_for_a_class


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """One thread for torch, a server for many, and the imported modules out of the garbage collector's sight.

    With torch imported a full collection takes a tenth of a second, and stops every learner's page.
    """
    limit_threads()
    if runtime.exists():
        ready_for_a_class()
        keep_lines_whole()
    gc.collect()
    gc.freeze()


def ready_optimizers(waiting: str) -> None:
    """Wait, the first time, for what PyTorch imports with the first optimizer of a process.

    Explore needs none, so it is not done when the server starts. waiting: what is shown meanwhile.
    """
    if not _with_optimizers.cache_info().currsize:
        with st.spinner(waiting):
            _with_optimizers()


@cache
def _with_optimizers() -> None:
    scaling.warm_up()
