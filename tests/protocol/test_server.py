"""What a browser may ask of the server, and what it costs the others."""

import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from http.client import HTTPConnection

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.bench.servers import ROOT
from tests.protocol.chart import CHART
from tests.protocol.learner import asked
from tests.protocol.visit import visit

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",  # RFC 6455, 1.3
}


def milliseconds(server, act) -> float:
    before = server.cpu_milliseconds()
    act()
    return server.cpu_milliseconds() - before


def test_who_comes_back_costs_no_more_than_who_arrives(server):
    with visit(server.address) as first:
        session = first.tab.session_id

    def arrive(session=""):
        with visit(server.address, session=session) as seen:
            return seen.tab.session_id

    arriving = min(milliseconds(server, arrive) for _ in range(3))
    coming_back = min(milliseconds(server, lambda: arrive(session)) for _ in range(3))

    assert arrive(session) == session
    assert coming_back <= 1.5 * arriving


def test_no_file_is_taken(server):
    with visit(server.address) as seen:
        place = f"{server.address}/_stcore/upload_file/{seen.tab.session_id}/file"
        body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 1000 + b"\r\n--b--\r\n"
        request = urllib.request.Request(place, body, {"Content-Type": "multipart/form-data; boundary=b"}, method="PUT")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)

    refused.value.close()
    assert refused.value.code in (403, 413)


@pytest.mark.parametrize("asked", ["load_git_info", "clear_cache"])
def test_what_a_browser_asks_that_concerns_no_learner_costs_nothing(server, asked):
    message = BackMsg(**{asked: True}).SerializeToString()
    with visit(server.address) as seen:
        cost = milliseconds(server, lambda: (seen.send(*[message] * 200), seen.does("rerun")))

    assert cost < 500  # 200 look-ups of git took twelve seconds


def test_a_foreign_page_is_refused_at_once(server):
    with visit(server.address):  # the first page readies the server
        link = HTTPConnection(server.address.removeprefix("http://"), timeout=0.5)
        link.request("GET", "/_stcore/stream", headers=UPGRADE | {"Origin": "https://elsewhere.example"})
        with closing(link):
            assert link.getresponse().status == 403


def test_messages_leave_at_once(server):
    # A touch is answered by a few small messages; each would wait 40 ms for the acknowledgement of the one before.
    with visit(server.address, "/?loss=mse_loss&elements=2") as seen:
        seen.does("tell", CHART, touched=asked("input1"))
        seconds = [seen.does("tell", CHART, touched=asked(f"input{turn % 2}")).seconds for turn in range(10)]

    assert min(seconds) < 0.03


def test_a_thousand_messages_of_one_browser_do_not_hold_up_another(server):
    with visit(server.address) as loud, visit(server.address) as other:
        chips = [key for key in other.tab.screen.keys if key.startswith("chip-")]
        for chip in chips:
            other.does("press", chip)  # known from now on
        loud.send(*(loud.tab.press(chips[turn % 2]) for turn in range(1000)))
        waited = [other.does("press", chip).seconds for chip in chips]

    assert max(waited) < 1.5  # the first waited for all the thousand, five seconds


PROGRAM = """
import threading, time
from streamlit.testing.v1 import AppTest
AppTest.from_file("app.py", default_timeout=60).run()
import torch
values = torch.linspace(-3.0, 3.0, 1000)
def seconds():
    for function in (torch.sin, torch.nn.functional.gelu):
        for _ in range(20): function(values)
    start = time.process_time()
    for function in (torch.sin, torch.nn.functional.gelu):
        for _ in range(300): function(values)
    costs.append(time.process_time() - start)
costs = []
for _ in range(3):
    seconds()
    thread = threading.Thread(target=seconds)
    thread.start()
    thread.join()
print(min(costs[1::2]) / min(costs[::2]), torch.get_num_threads())
"""


def test_torch_keeps_to_one_thread_in_every_thread():
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    ratio, threads = told.stdout.split()

    assert threads == "1"
    assert float(ratio) < 3  # two threads that spin for each other cost fifty times as much
