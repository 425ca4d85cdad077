"""Requests to addresses that staff typed in never reach the inside of a network; secrets are kept encrypted."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError

from raekoda.platform.core import outgoing, secrets

INSIDE = [
    "http://127.0.0.1/", "http://localhost/", "http://elva.localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://0.0.0.0/", "http://2130706433/",
    "http://100.64.0.1/", "http://224.0.0.1/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::10.0.0.1]/", "http://[::ffff:0:10.0.0.1]/",
    "http://[2002:7f00:1::]/", "http://[2002:a00:1::1]/", "http://[2001:0:a00:1::1]/", "http://[fec0::1]/", "http://[fe80::1]/",
    "http://[::]/", "http://[ff02::1]/",
]  # fmt: skip
NOT_HTTP = [
    "file:///etc/passwd",
    "ftp://example.ee/",
    "gopher://example.ee",
    "//example.ee",
    "http://user:pw@example.ee/",
    "http://",
    "",
]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(2)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 5_000 if self.path == "/long" else f"host {self.headers['Host']}".encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://elva.localhost:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize("url", INSIDE + NOT_HTTP)
def test_the_inside_of_a_network_is_not_asked(url: str, settings) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    with pytest.raises(outgoing.Forbidden):
        outgoing.request("GET", url)
    with pytest.raises(ValidationError):
        outgoing.valid_address(url)


def test_a_name_that_leads_inside_is_not_asked(settings, monkeypatch) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.5")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(outgoing.Forbidden):
        outgoing.request("GET", "http://rebinding.example.ee/")


@pytest.mark.parametrize("address", ["93.184.216.34", "2a02:26f0::1", "64:ff9b::93.184.216.34", "::ffff:93.184.216.34"])
def test_the_open_internet_is_asked_by_ipv4_and_ipv6(address: str, settings) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    assert outgoing.is_open(address)


def test_an_answer_comes_whole_with_the_name_that_was_asked(server: str) -> None:
    answer = outgoing.request("GET", f"{server}/")
    assert answer.is_ok
    assert answer.text == f"host {server.removeprefix('http://')}"


def test_a_redirect_is_not_followed(server: str) -> None:
    assert outgoing.request("GET", f"{server}/away").status == 302


def test_too_long_too_slow_and_nobody_there(server: str) -> None:
    with pytest.raises(outgoing.NotReached) as long:
        outgoing.request("GET", f"{server}/long", most_bytes=1_000)
    assert long.value.may_have_arrived
    with pytest.raises(outgoing.NotReached) as slow:
        outgoing.request("GET", f"{server}/slow", seconds=0.3)
    assert slow.value.may_have_arrived
    with pytest.raises(outgoing.NotReached) as nobody:
        outgoing.request("GET", "http://127.0.0.1:1/")
    assert not nobody.value.may_have_arrived


def test_a_secret_is_read_by_this_installation_alone(settings) -> None:
    token = secrets.encrypt("saladus")
    assert "saladus" not in token
    assert secrets.decrypt(token) == "saladus"
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another-" + "y" * 40
    with pytest.raises(secrets.Unreadable):
        secrets.decrypt(token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert secrets.decrypt(token) == "saladus"


def test_a_digest_finds_again_and_tells_nothing() -> None:
    assert secrets.keyed_digest("phone", "+3725555") == secrets.keyed_digest("phone", "+3725555")
    assert secrets.keyed_digest("phone", "+3725555") != secrets.keyed_digest("person", "+3725555")
