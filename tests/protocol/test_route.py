"""The route for curves on a server: it reads and changes nothing of a session, and a page's next run knows it all."""

import json
import urllib.error
import urllib.request
from urllib.parse import urlencode

import pytest

from gradlab.ui.live_chart.route import PATH
from tests.protocol.learner import comes_over, moves, presses_parameter, touches
from tests.protocol.visit import visit

OF = {"loss": "mse_loss", "tensors": {"input": [5.0, 1.0], "target": [3.0, 1.5]}}
ASKED = {"of": json.dumps(OF), "at": "input0", "reach": 1, "lang": "en"}


def status(server, query: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{server.address}{PATH}?{query}", headers=headers)
        ) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_what_the_route_was_told_the_next_run_of_the_page_knows(server):
    with visit(server.address, "/?loss=huber_loss&elements=2") as seen:
        answers = [
            moves(seen, "target0", -1.0), presses_parameter(seen, "delta"), moves(seen, "delta", 0.5),
            comes_over(seen, "input1"), touches(seen, "input1"), moves(seen, "input1", 2.0),
        ]  # fmt: skip
        brought = seen.chart.data
        assert [(answer.messages, answer.runs) for answer in answers] == [(0, 0)] * len(answers)
        assert answers[-2].bytes == 0  # it was there already

        seen.does("set", "reduction", "sum")
        known = {"target0": "-1", "delta": "0.5", "input1": "2", "at": "input1", "reduction": "sum"}
        assert known.items() <= seen.tab.parameters.items()
        assert brought["active"] == "input1"
        stands = {"input0": "5.0", "input1": "1.0", "target0": "-1.0", "target1": "1.5", "delta": "0.5"}
        assert brought["sliders"] == stands


@pytest.mark.parametrize(
    ("query", "headers", "answer"),
    [
        (urlencode(ASKED), {}, 200),
        (urlencode(ASKED), {"Sec-Fetch-Site": "same-origin"}, 200),
        (urlencode(ASKED), {"Sec-Fetch-Site": "cross-site"}, 403),
        (urlencode(ASKED | {"at": "x"}), {}, 400),
        ("%00=%ff&of=%ff", {}, 400),
        ("", {}, 400),
        (urlencode({"of": "x" * 20_000}), {}, 414),
    ],
)
def test_the_route_answers_no_other_page_and_nothing_that_it_cannot_read(server, query, headers, answer):
    with visit(server.address):  # the first page readies the server
        assert status(server, query, **headers) == answer
