"""One connection over which a page asks the server, kept open as a browser keeps it."""

import asyncio
from typing import Self


class BusyError(Exception):
    """The server has too much to do, and says so."""


class Line:
    """HTTP/1.1 for GET alone: a library's client would cost more than the server's answer."""

    def __init__(self, netloc: str, headers: dict[str, str]) -> None:
        """Nothing is opened yet. netloc: `127.0.0.1:8501`."""
        self._netloc = netloc
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        """It opens with the first question."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        if self._streams:
            self._streams[1].close()

    async def get(self, path: str) -> bytes:
        """Ask for something. Raises BusyError where the server has too much to do, ValueError where it refuses."""
        host, port = self._netloc.split(":")
        if self._streams is None or self._streams[0].at_eof():  # the server closes what is idle for five seconds
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._netloc}\r\n{self._headers}\r\n".encode())
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        if status.split()[1] == "503":
            raise BusyError(path)
        if status.split()[1] != "200":
            raise ValueError(f"{status} for {path}")
        return body
