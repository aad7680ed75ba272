"""nginx in front of two processes: learners spread over them, stay, and find their state again where one is gone."""

import gzip
import re
import urllib.error
import urllib.request
from email.message import Message

import pytest

from tests.protocol.learner import moves
from tests.protocol.visit import visit

HEADERS = {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"}


def fetched(address: str, **headers: str) -> tuple[Message, bytes]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.headers, answer.read()


def lane(front) -> str:
    """The cookie that a browser gets which comes for the first time."""
    return fetched(front.address)[0]["Set-Cookie"].partition(";")[0]


def sessions(process) -> int:
    told = fetched(f"{process.address}/_stcore/metrics")[1].decode()
    return int(re.search(r"^active_sessions (\d+)", told, re.MULTILINE)[1])


def test_learners_spread_stay_and_go_on_with_their_state_where_one_process_is_gone(front):
    lanes = [lane(front) for _ in range(40)]
    assert len(set(lanes)) == 40
    assert fetched(front.address, Cookie=lanes[0])[0]["Set-Cookie"] is None

    homes = {}
    for cookie in lanes:
        before = [sessions(process) for process in front.processes]
        with visit(front.address, "/?loss=huber_loss&delta=0.5", cookie=cookie) as seen:
            (home,) = [
                process.pid for process, count in zip(front.processes, before, strict=True) if sessions(process) > count
            ]
            if home in homes and len(homes) == 2:
                break
            homes.setdefault(home, (cookie, seen.tab.session_id))
    assert set(homes) == {process.pid for process in front.processes}

    gone = front.processes[0]
    cookie, session = homes[gone.pid]
    with visit(front.address, "/?loss=huber_loss&delta=0.5", cookie=cookie) as seen:
        moves(seen, "target0", 1.0)
        link = f"/?{seen.tab.query}"
    gone.kill()
    with visit(front.address, link, cookie=cookie, session=session) as again:
        assert again.tab.screen.errors == []
        assert (again.tab.parameters["loss"], again.tab.value("target0")) == ("huber_loss", [1.0])


def test_what_is_sent_is_compressed_and_under_a_policy(front):
    page, text = fetched(front.address)
    script = re.search(rb'src="\./(static/js/index\.[^"]+\.js)"', text)[1].decode()
    headers, body = fetched(f"{front.address}/{script}", **{"Accept-Encoding": "gzip"})

    assert set(page.keys()) >= HEADERS
    assert set(headers.keys()) >= HEADERS
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < len(gzip.decompress(body)) / 2.5
    assert fetched(f"{front.address}/_stcore/health")[1] == b"ok"


@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/upload_file/a/b"])
def test_what_concerns_no_learner_is_not_there(front, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetched(f"{front.address}/{path}")
    refused.value.close()

    assert refused.value.code == 403
