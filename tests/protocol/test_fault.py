"""A fault in a callback, which runs before the page does: the sentence, the way back, and one line in the log."""

from gradlab.text import words
from tests.bench.servers import gradlab_server
from tests.protocol.visit import visit


def test_a_fault_in_a_callback_is_a_sentence_with_a_way_back(tmp_path):
    told = words("en")["fault"]
    with (tmp_path / "log").open("w+") as log, gradlab_server("tests/protocol/faulty.py", log=log.fileno()) as server:
        with visit(server.address, "/?loss=huber_loss&delta=0.5") as seen:
            seen.does("press", "chip-mse")
            assert [alert.alert.body for alert in seen.tab.screen.of("alert")] == [told["sentence"]]
            assert seen.tab.screen.errors == []

            seen.does("press", "restore")
            assert seen.tab.screen.of("alert") == []
            assert (seen.tab.value("loss"), seen.tab.value("delta")) == ("huber_loss", [0.5])
        log.seek(0)
        (line,) = [line for line in log if "ValueError" in line]

    assert "huber_loss" in line
    assert "\x1b" not in line
    assert "127.0.0.1" not in line
