"""Long runs of pages take turns, so that the short ones of a class find the processor free."""

from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from time import thread_time

from streamlit.runtime.scriptrunner import get_script_run_ctx

_LONG = 0.1  # s of CPU: an ordinary change takes less, also one that is new
_turn = Lock()


def in_turn() -> AbstractContextManager:
    """For what may take long: once a page's run has taken long, only while no other such run goes on.

    Each run is a thread of its own. What is computed beside the pages is limited there. Never ask within a turn.
    """
    return _turn if get_script_run_ctx(suppress_warning=True) and thread_time() > _LONG else nullcontext()
