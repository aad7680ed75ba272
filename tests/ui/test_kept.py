"""What one learner has asked for is there for the next."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.ui.frame.kept import kept


def counted(most: int = 8):
    asked = []

    @kept(most)
    def answer(*arguments):
        asked.append(arguments)
        return [arguments]

    return answer, asked


def test_the_same_is_computed_once_and_shared():
    answer, asked = counted()

    assert answer(1.0, "A") is answer(1.0, "A")
    assert asked == [(1.0, "A")]


@pytest.mark.parametrize(("one", "other"), [(0.0, -0.0), (1, 1.0), (1, True), ("1", 1)])
def test_what_python_calls_equal_is_not_the_same_unless_it_is_written_the_same(one, other):
    answer, asked = counted()
    answer(one), answer(other)

    assert list(map(repr, asked)) == [repr((one,)), repr((other,))]


def test_an_experiment_at_another_value_is_another():
    answer, asked = counted()
    for value in (2.5, 2.5, 3.0):
        answer(Experiment("square", {"A": [value]}))

    assert len(asked) == 2


def test_the_oldest_makes_room():
    answer, asked = counted(most=2)
    for number in (1, 2, 1, 3, 1, 2):
        answer(number)

    assert asked == [(1,), (2,), (3,), (2,)]


def test_who_asks_for_what_is_being_computed_waits_for_it():
    begun, go, asked = Event(), Event(), []

    @kept(8)
    def slow(number):
        asked.append(number)
        begun.set()
        assert go.wait(10)
        return object()

    with ThreadPoolExecutor(2) as learners:
        first = learners.submit(slow, 1)
        assert begun.wait(10)
        second = learners.submit(slow, 1)
        go.set()

        assert first.result(10) is second.result(10)
    assert asked == [1]


def test_what_failed_is_tried_again():
    tried = []

    @kept(8)
    def fails(number):
        tried.append(number)
        raise ValueError(number)

    for _ in range(2):
        with pytest.raises(ValueError, match="7"):
            fails(7)

    assert tried == [7, 7]
