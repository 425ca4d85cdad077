"""The real web server with event streams, on a copy of the test database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import IO, Any

import httpx

from raekoda.config.web import web_command
from tests.channels.calls.conftest import EVENTS, signed_headers
from tests.channels.open311.serving import copied_database, free_port, wait_for

PROJECT = Path(__file__).resolve().parents[3]
STREAM = "/toolaud/telefon/voog/"
PREPARE = """
import json, django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from raekoda.channels.calls import actions
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.identity.accounts.models import Membership, User

def session(user):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key

data = {}
for code, slug in (("9991", "esimene"), ("9992", "teine")):
    town = Municipality.objects.create(code=code, name=slug, county="Maakond", slug=slug)
    Host.objects.create(municipality=town, name=f"{slug}.localhost", is_primary=True)
    with municipality_scope(town):
        sessions = {}
        for name, role in (("op1", "operator"), ("op2", "operator"), ("toimetaja", "editor")):
            user = User.objects.create_user(f"{name}.{slug}", password="x")
            Membership.objects.create(user=user, municipality=town, role=role)
            sessions[name] = session(user)
        actions.start_shift(town, actor=Actor.staff(User.objects.get(username=f"op1.{slug}")), extension="101")
        key = actions.new_key(town, "Keskjaam", actor=Actor.system())
        data[slug] = {"sessions": sessions, "key": key.ref, "secret": actions.get_secret(key)}
print(json.dumps(data))
"""


@dataclass
class Listener:
    """An event stream, read in a thread; :meth:`next` returns its events."""

    address: str
    headers: dict[str, str]
    events: Queue[dict[str, str] | int | None] = field(default_factory=Queue)

    def start(self) -> Listener:
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def next(self) -> Any:
        """The next event; the HTTP status when the server refused, None when the stream has ended."""
        return self.events.get(timeout=60)

    def _read(self) -> None:
        try:
            with httpx.stream("GET", self.address, headers=self.headers, timeout=60) as response:
                if response.status_code != 200:
                    self.events.put(response.status_code)
                    return
                self._tell(response.iter_lines())
        except httpx.HTTPError:
            pass
        self.events.put(None)

    def _tell(self, lines: Iterator[str]) -> None:
        data: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if not line and "event" in data:
                self.events.put(data)
                data = {}
            elif name in ("id", "event", "data"):
                data[name] = value


@dataclass
class RunningServer:
    """Two municipalities and the port of the web server."""

    port: int
    tenants: dict[str, Any]

    def listen(self, user: str, town: str = "esimene", *, query: str = "", **headers: str) -> Listener:
        cookie = f"sessionid={self.tenants[town]['sessions'][user]}" if user else ""
        sent = {"Cookie": cookie, "Host": f"{town}.localhost:{self.port}", **headers}
        return Listener(f"http://127.0.0.1:{self.port}{STREAM}{query}", sent).start()

    def report(self, event: str, call: str, town: str = "esimene", **more: Any) -> httpx.Response:
        body = json.dumps({"event": event, "call": call, **more}).encode()
        signed = signed_headers(self.tenants[town]["key"], self.tenants[town]["secret"], EVENTS, body)
        host = {"Host": f"{town}.localhost:{self.port}"}
        return httpx.post(f"http://127.0.0.1:{self.port}{EVENTS}", content=body, headers=signed | host, timeout=60)

    def get(self, path: str, user: str, town: str = "esimene") -> httpx.Response:
        headers = {
            "Cookie": f"sessionid={self.tenants[town]['sessions'][user]}",
            "Host": f"{town}.localhost:{self.port}",
        }
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=60)

    def post(self, path: str, user: str, town: str = "esimene") -> httpx.Response:
        """POST an empty form with a CSRF token."""
        base = f"http://127.0.0.1:{self.port}"
        headers = {"Host": f"{town}.localhost:{self.port}", "Origin": f"http://{town}.localhost:{self.port}"}
        with httpx.Client(
            base_url=base, cookies={"sessionid": self.tenants[town]["sessions"][user]}, timeout=60
        ) as client:
            client.get("/toolaud/telefon/vahetus/", headers=headers)
            token = client.cookies["csrftoken"]
            return client.post(path, data={"csrfmiddlewaretoken": token}, headers=headers)


@contextmanager
def running_server() -> Iterator[RunningServer]:
    """Run the web server with a check interval of one second."""
    with ExitStack() as stack:
        url = stack.enter_context(copied_database())
        port = free_port()
        environment = {
            **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(PROJECT), "RAEKODA_PORT": str(port), "RAEKODA_LIVE_CHECK_SECONDS": "1",
        }  # fmt: skip
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE], env=environment, capture_output=True, text=True, check=False
        )
        assert prepared.returncode == 0, prepared.stderr
        log = stack.enter_context(tempfile.TemporaryFile("w+"))
        server = subprocess.Popen(web_command("127.0.0.1", port), env=environment, stdout=log, stderr=log)
        stack.callback(server.wait, 20)
        stack.callback(server.terminate)
        _wait(port, server, log)
        yield RunningServer(port, json.loads(prepared.stdout.splitlines()[-1]))


def _wait(number: int, server: subprocess.Popen[bytes], log: IO[str]) -> None:
    try:
        wait_for(number, server)
    except AssertionError:
        log.seek(0)
        print(log.read()[-3000:], file=sys.stderr)
        raise
