"""The runs of a server: one serves everybody who asks for it, they take turns, and stop once nobody waits."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gradlab.compute.training import PRESETS, Recorder, run
from gradlab.text import words
from gradlab.ui.training import runs as runs_module
from gradlab.ui.training.runs import Runs
from tests.ui.test_training import PAGE, SHORT
from tests.ui.visits import APP

LONG = replace(PRESETS["network"].training, steps=2000)


def test_the_same_run_asked_for_by_a_class_is_one():
    house = Runs()
    held = [house.hold([SHORT])[0] for _ in range(30)]

    assert len(set(map(id, held))) == 1
    assert held[0].done.wait(60)
    np.testing.assert_array_equal(held[0].record().losses, run(SHORT).losses)


@pytest.fixture
def slow(monkeypatch) -> Event:
    """Holds every run after its first chunk until the event is set."""
    go_on, advance = Event(), Recorder.advance

    def held_back(recorder: Recorder) -> None:
        advance(recorder)
        go_on.wait(60)

    monkeypatch.setattr(runs_module.Recorder, "advance", held_back)
    return go_on


def until_it_has_begun(held: runs_module.Run) -> None:
    while not held.progress[0]:
        held.done.wait(0.01)


def test_a_run_that_nobody_waits_for_any_more_stops(slow):
    house = Runs()
    (left,) = house.hold([LONG])
    until_it_has_begun(left)
    house.hold([SHORT], instead_of=[left])
    slow.set()

    assert left.done.wait(60)
    assert left.record().steps < LONG.steps


def test_a_run_that_another_still_waits_for_goes_on(slow):
    house = Runs()
    (mine,) = house.hold([replace(LONG, steps=120)])
    house.hold([replace(LONG, steps=120)])
    house.hold([SHORT], instead_of=[mine])
    slow.set()

    assert mine.done.wait(60)
    assert mine.record().complete


def test_a_long_run_shows_how_far_it_is_and_once_stopped_what_there_was(slow):
    page = AppTest.from_file(APP, default_timeout=60).switch_page(PAGE)
    page.query_params["preset"], page.query_params["t_steps"] = "network", "1999"
    page.run()
    (held,) = page.session_state["training_runs"]
    until_it_has_begun(held)
    page.run()

    said = words("en")["training"]["progress"].format(step=50, steps=1999, loss=f"{held.progress[1]:.4g}")
    assert [bar.proto.text for bar in page.get("progress")] == [said]
    page.button(key="t_stop").click().run()
    held.abandon()
    slow.set()

    assert not page.exception
    assert not page.get("progress")
    assert "t_stop" not in [button.key for button in page.button]
    assert held.record().steps == 50


def test_a_short_run_does_not_wait_for_the_end_of_long_ones():
    house = Runs()
    long = house.hold([replace(LONG, seed=seed) for seed in range(3)])
    (short,) = house.hold([SHORT])

    assert short.done.wait(60)
    assert not any(run.done.is_set() for run in long)
    house.hold([], instead_of=long)


def test_a_run_in_progress_shows_what_it_has(slow):
    house = Runs()
    (going,) = house.hold([replace(LONG, steps=120)])
    until_it_has_begun(going)

    assert going.record().steps == going.progress[0]
    slow.set()


def test_what_is_kept_is_bounded():
    house = Runs()
    for seed in range(runs_module.MOST_KEPT + 8):
        (held,) = house.hold([replace(SHORT, steps=1, seed=seed)])
        assert held.done.wait(60)
    house.hold([SHORT])

    assert len(house._runs) <= runs_module.MOST_KEPT + 1
