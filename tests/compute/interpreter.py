"""A Python of its own for programs: it has never heard of gradlab."""

import atexit
import json
import subprocess
import sys
from functools import cache

# Runs each program of a line by itself, with no name of another's, and answers with what each printed.
RUN_EACH = """
import contextlib, io, json, sys

def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program, {"__name__": "__main__"})
    return output.getvalue()

for line in sys.stdin:
    print(json.dumps([printed(program) for program in json.loads(line)]), flush=True)
"""

COMMAND = [sys.executable, "-I", "-W", "error"]


def python(*arguments: str, given: str = "") -> str:
    """What a Python of its own prints; a warning of its own is an error there too."""
    command = [*COMMAND, *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=120).stdout


@cache
def _one_for_all() -> subprocess.Popen:
    """The Python that runs the programs of all tests: importing torch takes it seconds."""
    running = subprocess.Popen([*COMMAND, "-c", RUN_EACH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, running)
    return running


def _end(running: subprocess.Popen) -> None:
    # Not by closing its input and waiting: a pytest that stops early may hold that open, and would wait for ever.
    running.kill()
    running.wait()


def outputs(programs: list[str]) -> list[str]:
    """What each program prints."""
    running = _one_for_all()
    running.stdin.write(json.dumps(programs) + "\n")
    running.stdin.flush()
    answer = running.stdout.readline()
    assert answer, "a program raised: its traceback is on stderr"
    return json.loads(answer)
