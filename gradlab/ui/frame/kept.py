"""What is computed once and kept for the next learner who asks for the same."""

from collections.abc import Callable
from threading import Condition
from typing import Any

from cachetools import LRUCache, cached


def _written(*arguments: Any) -> str:
    return repr(arguments)


def kept(most: int, key: Callable[..., str] = _written) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Keep what a function gave for the last so many arguments; who asks meanwhile for the same waits for it.

    What it gives is shared: nobody may change it. `st.cache_data` copies by pickle at each call. Arguments are the same
    if they are written the same, which tells -0.0 from 0.0 and 1 from True. key: how they are written.
    """
    return cached(LRUCache(most), key=key, condition=Condition())


def known(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function has kept for these arguments; None if nothing."""
    with function.cache_condition:
        return function.cache.get(function.cache_key(*arguments))
