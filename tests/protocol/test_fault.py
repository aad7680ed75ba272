"""A fault of one learner's: the sentence, the way back, one line in the log, and nothing that another learner sees."""

import pytest

from gradlab.text import words
from tests.bench.servers import gradlab_server
from tests.protocol.learner import moves
from tests.protocol.visit import visit

HUBER = "/?loss=huber_loss&delta=0.5"
TOO_LARGE = "smooth_l1_loss"  # of which faulty.py says so
SENTENCE = words("en")["fault"]["sentence"]


@pytest.fixture
def log(tmp_path):
    with (tmp_path / "log").open("w+") as file:
        yield file


@pytest.fixture
def faulty(log):
    with gradlab_server("tests/protocol/faulty.py", log=log.fileno()) as server:
        yield server


def alerts(seen):
    return [alert.alert.body for alert in seen.tab.screen.of("alert")]


def test_a_fault_is_one_learners_and_a_sentence_with_a_way_back(faulty, log):
    with visit(faulty.address, HUBER) as seen, visit(faulty.address, HUBER) as other:
        # A callback runs before the page does; without memory PyTorch raises in the middle of it.
        for fault in (("press", "chip-mse"), ("set", "loss", TOO_LARGE)):
            seen.does(*fault)
            assert alerts(seen) == [SENTENCE]
            moves(other, "target0", 1.0)
            other.does("rerun")
            assert alerts(other) == []

            seen.does("press", "restore")
            assert alerts(seen) == seen.tab.screen.errors == []
            assert (seen.tab.parameters["loss"], seen.tab.value("delta")) == ("huber_loss", [0.5])
    log.seek(0)
    raised = [line for line in log if "raised at" in line]

    assert ["ValueError" in line for line in raised] == [True, False]
    assert "alloc" in raised[1]
    for line in raised:
        assert "huber_loss" in line or TOO_LARGE in line
        assert "\x1b" not in line
        assert "127.0.0.1" not in line


def test_a_curve_for_which_there_is_no_memory_is_refused_in_a_line_and_the_next_is_answered(faulty, log):
    with visit(faulty.address, HUBER) as seen:
        path = seen.chart.path("input0")
        with pytest.raises(ValueError, match=r"^500 "):
            seen.fetches(path.replace("huber_loss", TOO_LARGE).replace("delta", "beta"))
        answer, _ = seen.fetches(path)
        assert answer.bytes > 1000
    log.seek(0)
    lines = log.read().splitlines()

    assert len([line for line in lines if "alloc" in line]) == 1
    assert not [line for line in lines if line.startswith("Traceback")]
