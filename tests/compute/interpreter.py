"""A Python of its own for programs: it has never heard of gradlab."""

import json
import subprocess
import sys

# Runs each program of a list by itself, with no name of another's, and answers with what each printed. (Importing torch
# takes seconds: once for all of them.)
RUN_EACH = """
import contextlib, io, json, sys

def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program, {"__name__": "__main__"})
    return output.getvalue()

json.dump([printed(program) for program in json.load(sys.stdin)], sys.stdout)
"""


def python(*arguments: str, given: str = "") -> str:
    """What a Python of its own prints; a warning of its own is an error there too."""
    command = [sys.executable, "-I", "-W", "error", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=120).stdout


def outputs(programs: list[str]) -> list[str]:
    return json.loads(python("-c", RUN_EACH, given=json.dumps(programs)))
