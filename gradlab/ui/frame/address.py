"""The page's state in the address: what a widget's binding cannot carry, and going back to a whole state at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

# What the address says that belongs to no widget: of one experiment the active element, the steps of gradient descent
# and how far they have widened the sliders; besides the open views, the pinned curve, the preset,
# and of a training what is trained, the run beside it and the step.
OF_THE_EXPERIMENT = ("at", "trail", "held", "reach")
OWN = (*OF_THE_EXPERIMENT, "show", "pin", "preset", "experiment", "beside", "step")


def parameter(name: str, allowed: Sequence[str]) -> str | None:
    """The address's value for `name`, if it is an allowed one. For state that belongs to no widget."""
    value = st.query_params.get(name)
    return value if value in allowed else None


def several(name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Those of the `allowed` that the address names, in their order: `?name=one.two`."""
    named = st.query_params.get(name, "").split(".")
    return tuple(option for option in allowed if option in named)


def asked_number(key: str) -> float | None:
    """The number that a widget is to show: as the session holds it or else the address; None where neither does."""
    try:
        return float(st.session_state[key] if key in st.session_state else st.query_params[key])
    except (KeyError, TypeError, ValueError):
        return None


def forget(key: str) -> None:
    """Let a widget show its default."""
    st.session_state.pop(key, None)
    st.query_params.pop(key, None)


def read_number(key: str, options: Sequence[float]) -> None:
    """Give a widget the option that the address means, however it spells the number: -1.0, -1 or -1e0."""
    asked = asked_number(key)
    if key not in st.session_state and asked in options:
        st.session_state[key] = options[options.index(asked)]


def set_parameter(name: str, value: str | None) -> None:
    """Write `name` into the address, or take it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def leave_experiment() -> None:
    """Take out of the address what was said of an experiment that makes room for another."""
    for name in OF_THE_EXPERIMENT:
        set_parameter(name, None)


def own_parameters() -> dict[str, str]:
    """What the address says beside the widgets."""
    return {name: st.query_params[name] for name in OWN if name in st.query_params}


def restore_own(own: Mapping[str, str]) -> None:
    """Have the address say this beside the widgets, and nothing else."""
    for name in OWN:
        set_parameter(name, own.get(name))


def opened_with() -> Mapping[str, str]:
    """The address as the link gave it. Widgets drop what they reject, so ask before the first of them is drawn."""
    if "opened_with" not in st.session_state:
        st.session_state["opened_with"] = st.query_params.to_dict()
    return st.session_state["opened_with"]


def note_state(values: Mapping[str, Any]) -> None:
    """Note every value of the open page, for the way back to it from another."""
    st.session_state[f"state of {st.session_state['page']}"] = {**values, **own_parameters()}


def noted_state(page: str) -> Mapping[str, Any]:
    """Every value of a page as it stands, or stood when it was left; nothing if it was never open."""
    return st.session_state.get(f"state of {page}", {})


def restore(state: Mapping[str, Any]) -> None:
    """Give widgets, by key, the values of `state`. Call it in a callback."""
    st.session_state["restoring"] = dict(state)


def begin_restoring() -> None:
    """Before the widgets are drawn: give them the values asked for."""
    st.session_state.update(st.session_state.get("restoring", {}))


def finish_restoring() -> None:
    """After the widgets are drawn: once more, for those that took another value.

    A slider whose range changed is a new widget to Streamlit, and a new widget prefers the address, which still holds
    the old one's value. In the second run it is no longer new.
    """
    wanted = st.session_state.pop("restoring", None)
    again = st.session_state.pop("restored_once", False)
    if wanted and not again and any(st.session_state.get(key) != value for key, value in wanted.items()):
        st.session_state.update(restoring=wanted, restored_once=True)
        st.rerun()
