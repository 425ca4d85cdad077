"""The web server with a small application: bodies, limits, slow clients; and that none of them holds up the others."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from raekoda.config.asgi import WAITING
from raekoda.config.web import web_command
from tests.config.echo import LARGE
from tests.config.installation import free_port, until

pytestmark = pytest.mark.process
MEGABYTE = 1024 * 1024
THREADS = 2
HALF_A_BODY = b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
HALF_THE_HEADERS = b"GET /headers HTTP/1.1\r\nHost: x\r\nX-Never-Ends: "


class Server:
    """The web server in one process of two threads, which waits a second for a body and takes two megabytes."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.go = folder / "go"
        environment = {
            **os.environ, "RAEKODA_WEB_WORKERS": "1", "RAEKODA_WEB_THREADS": str(THREADS), "RAEKODA_BODY_SECONDS": "1",
            "RAEKODA_BODY_MEGABYTES": "2", "ECHO_GO": str(self.go),
        }  # fmt: skip
        command = web_command("127.0.0.1", self.port, "tests.config.echo:application")
        self.process = subprocess.Popen(command, env=environment)
        until(self.answers, "the web server answers")

    def answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/livez").text == "ok\n"
        return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, first: bytes) -> socket.socket:
        """A connection on which ``first`` was sent, and nothing more."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(first)
        return connection

    def seen(self) -> list[str]:
        return list(httpx.get(f"{self.url}/seen").json())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        running = Server(Path(folder))
        yield running
        running.process.terminate()
        running.process.wait(20)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    found = b""
    with connection, contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            found += piece
    return found


def test_the_application_is_told_what_was_asked(server: Server) -> None:
    headers = b"Host: h\r\nX-A: 1\r\nX-A: 2\r\nCookie: a=1\r\nCookie: b=2\r\nX_B: no\r\nConnection: close\r\n\r\n"
    connection = server.connect(b"GET /a%FF/%C3%B5?q=%20%C3%B5 HTTP/1.1\r\n" + headers)
    head, _, body = read_all(connection).partition(b"\r\n\r\n")
    told = json.loads(body)

    assert b"x-answered-by: echo" in head
    assert told["PATH_INFO"].encode("latin-1") == b"/a" + b"\xff/" + "õ".encode()
    assert told["QUERY_STRING"] == "q=%20%C3%B5"
    assert (told["HTTP_X_A"], told["HTTP_COOKIE"], told["REMOTE_ADDR"]) == ("1,2", "a=1; b=2", "127.0.0.1")
    assert "HTTP_X_B" not in told
    assert told["size"] == 0


@pytest.mark.parametrize("size", [1, 3 * MEGABYTE // 2])
@pytest.mark.parametrize("length_is_announced", [True, False])
def test_a_body_comes_whole(server: Server, size: int, length_is_announced: bool) -> None:
    body = os.urandom(size)
    sent = body if length_is_announced else iter([body[: size // 2], body[size // 2 :]])
    told = httpx.post(f"{server.url}/", content=sent, headers={"Content-Type": "a/b"}).json()
    assert (told["size"], told["digest"]) == (size, hashlib.sha256(body).hexdigest())
    assert (told["CONTENT_TYPE"], "CONTENT_LENGTH" in told) == ("a/b", length_is_announced)


def test_a_body_announced_as_too_large_is_refused_unread(server: Server) -> None:
    answer = read_all(server.connect(b"POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"2 MB are allowed" in answer
    assert "/big" not in server.seen()


def test_a_body_that_grows_too_large_is_refused(server: Server) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    connection = server.connect(b"POST /grows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    with contextlib.suppress(OSError):
        for _ in range(40):
            connection.sendall(chunk)
    connection.close()
    assert "/grows" not in server.seen()


def test_half_a_body_is_refused_in_time_and_none_gets_a_thread(server: Server) -> None:
    connections = [server.connect(HALF_A_BODY) for _ in range(200)]
    assert httpx.get(f"{server.url}/beside").status_code == 200
    answers = [read_all(connection) for connection in connections]
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}
    assert "/half" not in server.seen()


def test_who_leaves_in_the_midst_of_a_body_is_forgotten(server: Server) -> None:
    for beginning in (HALF_A_BODY, b"POST /half HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"):
        server.connect(beginning).close()
    assert "/half" not in server.seen()


def test_half_sent_headers_hold_nothing_and_are_not_waited_for(server: Server) -> None:
    connections = [server.connect(HALF_THE_HEADERS) for _ in range(200)]
    assert httpx.get(f"{server.url}/beside").status_code == 200
    assert {read_all(connection) for connection in connections} == {b""}


def test_slow_readers_of_large_answers_hold_no_thread(server: Server) -> None:
    readers = [
        server.connect(b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") for _ in range(3 * THREADS)
    ]
    for reader in readers:
        assert reader.recv(10) == b"HTTP/1.1 2"
    assert httpx.get(f"{server.url}/beside").status_code == 200
    assert len(read_all(readers[0])) > LARGE
    for reader in readers[1:]:
        reader.close()


def test_threads_answer_side_by_side(server: Server) -> None:
    with ThreadPoolExecutor(2) as clients:
        answers = clients.map(lambda _: httpx.get(f"{server.url}/together").status_code, range(2))
        assert list(answers) == [200, 200]


def test_too_many_are_told_to_come_back_and_the_process_still_answers(server: Server) -> None:
    waiting = [
        server.connect(b"GET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") for _ in range(WAITING + THREADS)
    ]
    answers: list[httpx.Response] = []
    try:
        until(lambda: _is_refused(server, answers), "a request too many is refused")
        assert answers[-1].headers["retry-after"] == "5"
        assert server.answers()
    finally:
        server.go.touch()
    assert {read_all(connection).split(b"\r\n")[0] for connection in waiting} == {b"HTTP/1.1 200 OK"}
    assert httpx.get(f"{server.url}/again").status_code == 200


def _is_refused(server: Server, answers: list[httpx.Response]) -> bool:
    """Ask once; a request that has to wait is broken off by its client."""
    with contextlib.suppress(httpx.ReadTimeout):
        answers.append(httpx.get(f"{server.url}/one-more", timeout=0.5))
    return bool(answers) and answers[-1].status_code == 503


def test_a_killed_process_is_replaced_by_one_that_is_forked_anew(server: Server) -> None:
    (victim,) = psutil.Process(server.process.pid).children()
    victim.kill()
    until(
        lambda: victim.pid not in [child.pid for child in psutil.Process(server.process.pid).children()], "it is gone"
    )
    until(server.answers, "another one answers")
