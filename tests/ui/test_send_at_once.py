"""Messages leave the server at once, and nothing else of its process is touched."""

import os
import socket

from gradlab.ui.frame.server import send_at_once


def open_files() -> set[str]:
    return set(os.listdir("/dev/fd"))


def test_what_is_accepted_from_now_on_sends_at_once():
    with socket.socket() as listening:  # as Streamlit's: it does not say that it is TCP
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        send_at_once()

        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_copy_of_a_file_stays_open():
    reading, writing = os.pipe()
    before = open_files()

    send_at_once()

    assert open_files() == before
    os.close(writing)
    assert os.read(reading, 1) == b"", "a copy of the writing end is still open: who reads waits for ever"
    os.close(reading)
