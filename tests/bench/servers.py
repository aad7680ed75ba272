"""Starting and ending the servers of the three pages, and what the kernel says about them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import plotly

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START_LIMIT = 60.0  # seconds

# Linux's clock of another process's CPU time, to the nanosecond: its id with the kind of clock in the last bits
# (MAKE_PROCESS_CPUCLOCK of linux/posix-timers.h).
_SCHED = 2


@dataclass(frozen=True)
class Server:
    """A running server. started: when its process was, in ms since 1970, the clock a browser also has."""

    address: str
    pid: int
    started: float

    def kill(self) -> None:
        """End it as a machine that fails would."""
        os.kill(self.pid, signal.SIGKILL)

    def resident_megabytes(self) -> float:
        """The memory it holds (RSS), in MB of a million bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kilobytes) * 1024 / 1e6

    def cpu_milliseconds(self) -> float:
        """The CPU time it has used so far, in user and in kernel mode."""
        return time.clock_gettime((~self.pid << 3) | _SCHED) * 1000


@contextmanager
def gradlab_server(script: str = "app.py", log: int = subprocess.DEVNULL) -> Iterator[Server]:
    """Gradlab as it is started for a class, with its own settings. log: the file to write to."""
    with _streamlit(script, cwd=ROOT, log=log) as server:
        yield server


@contextmanager
def stock_server(*settings: str) -> Iterator[Server]:
    """The stock page, with Streamlit's own settings but for these.

    Its working directory is not gradlab's, whose settings therefore do not reach it.
    """
    with _streamlit("stock.py", cwd=HERE, more=("--browser.gatherUsageStats=false", *settings)) as server:
        yield server


@contextmanager
def floor_server() -> Iterator[Server]:
    """The page of plain JavaScript, with the Plotly.js of the installed plotly package beside it."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (HERE / "floor.html", Path(plotly.__file__).parent / "package_data" / "plotly.min.js"):
            (Path(folder) / file.name).symlink_to(file)
        port = free_port()
        command = [sys.executable, "-m", "http.server", str(port), "--bind=127.0.0.1"]
        with _running(command, Path(folder), f"http://127.0.0.1:{port}/floor.html") as server:
            yield server


@contextmanager
def _streamlit(script: str, cwd: Path, more: tuple[str, ...] = (), log: int = subprocess.DEVNULL) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    # Without a browser to open, Streamlit would ask the internet for its own address; at one's desk it does not.
    command.append("--browser.serverAddress=localhost")
    with _running([*command, *more], cwd, f"http://127.0.0.1:{port}", health="/_stcore/health", log=log) as server:
        yield server


@contextmanager
def _running(
    command: list[str], cwd: Path, address: str, health: str = "", log: int = subprocess.DEVNULL
) -> Iterator[Server]:
    """The server, from when it answers until it is no longer needed."""
    started = time.time() * 1000
    with subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log) as process:
        try:
            await_answer(process, address + health)
            yield Server(address, process.pid, started)
        finally:
            process.kill()  # asked politely, Streamlit would wait for its learners to leave


def await_answer(process: subprocess.Popen, address: str) -> None:
    """Wait until a process answers at an address."""
    limit = time.monotonic() + START_LIMIT
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"no answer from {address} (exit status {process.poll()})")
        time.sleep(0.01)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
