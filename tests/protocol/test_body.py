"""A change on a page runs its body alone; what stands around it follows all the same."""

import pytest

from tests.protocol.visit import WHOLE, visit

MSE = "/?loss=mse_loss&elements=2"
BODY_ALONE = "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"
CHANGES = {
    "another loss": ("set", "loss", "l1_loss"),
    "another reduction": ("set", "reduction", ["sum"]),
    "a view": ("set", "views", ["Slope"]),
    "reset": ("press", "reset"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_runs_the_body_alone_and_once_and_sends_little(server, change):
    with visit(server.address, MSE) as seen:
        header = seen.tab.messages_received
        answer = seen.does(*change)

        assert (answer.runs, seen.tab.runs[-1]) == (1, BODY_ALONE)
        assert answer.messages < 0.7 * header
        assert answer.bytes < 35_000  # a view brings its script; after a link the menu of losses comes once more
        assert {"language", "projector", "loss"} <= set(seen.tab.screen.keys)


def test_what_is_shared_is_what_the_body_shows_by_then(server):
    with visit(server.address, MSE) as seen:
        seen.does("set", "loss", "l1_loss")
        seen.does("open", "share")

        told = [element.code.code_text for element in seen.tab.screen.of("code")]
        assert "loss=l1_loss" in told[0]
        assert "F.l1_loss" in told[1]


def test_a_change_of_the_header_that_comes_along_runs_the_whole_page(server):
    with visit(server.address, MSE) as seen:
        seen.tab.set("projector", True)  # its own message is still to come
        seen.does("set", "loss", "l1_loss")

        assert seen.tab.runs[-1] == WHOLE
        assert (seen.tab.parameters["loss"], seen.tab.parameters["view"]) == ("l1_loss", "projector")


def test_leaving_a_question_takes_what_stands_before_the_experiment_along(server):
    with visit(server.address, "/?predict=7") as seen:
        seen.does("press", "predict-leave")

        assert seen.tab.runs[-1] == WHOLE
        assert "predict-begin" in seen.tab.screen.keys
        assert "predict" not in seen.tab.parameters
