"""The shape of deploy/: nginx in front of several processes of gradlab, at ports that are free here."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import ROOT, Server, await_answer, free_port

CONFIGURATION = ROOT / "deploy" / "nginx.conf"


@dataclass(frozen=True)
class Front:
    """The address learners come to, and the processes behind it."""

    address: str
    processes: list[Server]

    def resident_megabytes(self) -> float:
        """The memory of the processes."""
        return sum(process.resident_megabytes() for process in self.processes)


@contextmanager
def in_front_of(processes: list[Server], folder: Path) -> Iterator[Front]:
    """nginx with the configuration of deploy/. folder: where it may write."""
    port = free_port()
    ports = [server.address.rsplit(":", 1)[1] for server in processes]
    text = CONFIGURATION.read_text(encoding="utf-8")
    for written, here in zip(("8501", "8502", "8080"), (*ports, str(port)), strict=True):
        text = text.replace(written, here)
    placed = folder / "nginx.conf"
    placed.write_text(f"pid {folder}/nginx.pid; daemon off;\n{text}", encoding="utf-8")
    command = ["nginx", "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(placed)]
    with subprocess.Popen(command) as nginx:
        try:
            address = f"http://127.0.0.1:{port}"
            await_answer(nginx, f"{address}/_stcore/health")
            yield Front(address, processes)
        finally:
            nginx.terminate()
