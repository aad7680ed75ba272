"""The live training on the page: it waits for its runs a moment, then shows how far they are, then shows them."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import streamlit as st

from gradlab.compute.device import DeviceError
from gradlab.compute.training import Training
from gradlab.ui.frame.presentation import current_language
from gradlab.ui.live_training import live_training, training_is_live
from gradlab.ui.training.payload import Recorded, message
from gradlab.ui.training.runs import Run, runs

PATIENCE = 0.5  # s: most runs are done by then, and nobody sees a bar
_EVERY = 0.4  # s between two looks at a run that takes longer


def hold_runs(training: Training, beside: Training | None) -> list[Run]:
    """This session's runs: those of before are given back, and stop if nobody else waits for them."""
    session = st.session_state
    before = session.get("training_runs", [])
    wanted = [training, *([beside] if beside else [])]
    if [run.training for run in before] != wanted:
        session["training_runs"] = runs().hold(wanted, instead_of=before)
        session["training_stopped"] = False
    return session["training_runs"]


def recorded_of(held: list[Run]) -> list[Recorded]:
    """Each run with its record, as far as it is; of the first nothing, and so of none, where it has not begun."""
    records = [(run.training, run.record()) for run in held]
    return [one for one in records if one[1]] if records and records[0][1] else []


def picture(held: list[Run], question: str, step: int, words: Mapping[str, Any]) -> None:
    """Draw the runs, or how far they are. question: the preset that asks first, or nothing. step: to begin with."""
    until = monotonic() + PATIENCE
    done = [run.done.wait(max(0.0, until - monotonic())) for run in held]
    if all(done) or st.session_state["training_stopped"]:
        _pictures(held, question, step, words)
    else:
        with st.container(key="training-progress"):
            _progress(held, words)


@st.fragment(run_every=_EVERY)
def _progress(held: list[Run], words: Mapping[str, Any]) -> None:
    """Draw how far the runs are. Only this runs again until they are done."""
    if all(run.done.is_set() for run in held) or st.session_state["training_stopped"]:
        st.rerun()
    taken, loss = held[0].progress
    steps = held[0].training.steps
    text = words["progress"].format(step=taken, steps=steps, loss=f"{loss:.4g}")
    st.progress(min(1.0, taken / steps), text)
    st.button(words["stop"], key="t_stop", on_click=_stop, icon=":material/stop:")


def _stop() -> None:
    """Keep what there is. Whoever else waits for the run still gets all of it."""
    st.session_state["training_stopped"] = True


def _pictures(held: list[Run], question: str, step: int, words: Mapping[str, Any]) -> None:
    try:
        recorded = recorded_of(held)
    except DeviceError as error:
        st.info(str(error), icon=":material/info:")
        return
    if not recorded:
        st.info(words["nothing_yet"], icon=":material/info:")
        return
    own, *beside = recorded
    text = message(own, beside[0] if beside else None, current_language(), question)
    live_training(text, step=step, on_unavailable=lambda: None)
    if not training_is_live():
        st.warning(words["unavailable"], icon=":material/info:")
