"""Hostile links and paths: no error on a screen, one printable line each in the log, nothing for anyone else."""

import subprocess
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.bench.servers import ROOT, gradlab_server
from tests.protocol import hostile
from tests.protocol.visit import visit
from tests.protocol.walk import troubles

LINKS, PATHS = 80, 40


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory):
    """A server of its own, with its log."""
    log = tmp_path_factory.mktemp("attacked") / "log"
    with log.open("w") as file, gradlab_server(log=file.fileno()) as server:
        yield server, log


def files() -> set[Path]:
    told = subprocess.run(["git", "status", "--porcelain", "--ignored"], cwd=ROOT, capture_output=True, text=True)
    return {line for line in told.stdout.splitlines() if "__pycache__" not in line and "_cache" not in line}


def test_hostile_links_and_paths_harm_nobody(attacked):
    server, log = attacked
    random, before = Random(16), files()
    with visit(server.address):
        pass
    own_lines = len(log.read_text(encoding="utf-8").splitlines())

    for link in islice(hostile.links(random), LINKS):
        with visit(server.address, link) as seen:
            assert troubles(seen) == "", link
    with visit(server.address) as other:
        assert all(hostile.MARK.encode() not in part.SerializeToString() for part in other.tab.screen.elements)
    answers = {hostile.ask(random, server.address) for _ in range(PATHS)}

    assert max(answers) < 500
    assert files() == before
    lines = log.read_text(encoding="utf-8").splitlines()[own_lines:]
    assert [line for line in lines if not line.isprintable() or "Traceback" in line] == []


@pytest.mark.parametrize("number", ["0", "-0.0"])
def test_one_visitors_zero_is_not_anothers(attacked, number):
    server, _ = attacked
    shown = []
    for own in (number, "0" if number == "-0.0" else "-0.0", number):
        with visit(server.address, f"/?loss=reciprocal&elements=2&A0=0&A1={own}") as seen:
            shown.append([part.bidi_component.SerializeToString() for part in seen.tab.screen.of("bidi_component")])

    assert shown[0] == shown[2]
