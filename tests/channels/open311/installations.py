"""Two municipalities on one machine, as they run: the real web server and the real worker on a copy of the test database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg

from raekoda.config.web import web_command
from tests.channels.open311.serving import copied_database, free_port, wait_for

PROJECT = Path(__file__).resolve().parents[3]
PASSWORD = "kollane-tramm-7"
WAIT_SECONDS = 120
STOP_SECONDS = 60
PREPARE = """
import json, sys, django
django.setup()
from django.core.management import call_command
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.channels.open311 import partners
from raekoda.channels.open311.actions import new_key
from raekoda.channels.open311.models import Partner
from raekoda.identity.accounts.models import Membership, Unit, User
from raekoda.identity.places.models import Area
from raekoda.registry.services.models import Service

port = json.load(sys.stdin)["port"]
system, towns, keys = Actor.system(), {}, {}
for code, name, slug, west, east in (("0793", "Tartu linn", "tartu", 26.6, 26.8), ("0171", "Elva vald", "elva", 26.2, 26.59)):
    town = towns[slug] = Municipality.objects.create(code=code, name=name, county="Tartu maakond", slug=slug)
    Host.objects.create(municipality=town, name=f"{slug}.localhost", is_primary=True)
    ring = [[west, 58.1], [east, 58.1], [east, 58.5], [west, 58.5], [west, 58.1]]
    Area.objects.create(kind="municipality", code=code, name=name, geometry={"type": "Polygon", "coordinates": [ring]})
    with municipality_scope(town):
        unit = Unit.objects.create(municipality=town, name="Majandus")
        Service.objects.create(municipality=town, code=f"{slug}-tee", slug="tee", name="Teede korrashoid", unit=unit,
                               takes_reports=True, reports_are_public=True, live=True)
        for role in ("official", "administrator"):
            user = User.objects.create_user(f"{slug}.{role}", f"{slug}.{role}@example.ee", sys.argv[1])
            Membership.objects.create(user=user, municipality=town, role=role, unit=unit)
        keys[slug] = new_key(town, "App")[1]
for slug, other in (("tartu", "elva"), ("elva", "tartu")):
    with municipality_scope(towns[other]):
        theirs = new_key(towns[other], slug)
    with municipality_scope(towns[slug]):
        partner = Partner(municipality=towns[slug], name=towns[other].name, api_key=theirs[1], mode="rules",
                          url=f"http://{other}.localhost:{port}/open311/v2", jurisdiction_id=towns[other].code, poll_minutes=1)
        partners.save_partner(partner, Area.objects.filter(code=towns[other].code), actor=system)
    with municipality_scope(towns[other]):
        keys[f"{slug}@{other}"] = theirs[1]
for slug, other in (("tartu", "elva"), ("elva", "tartu")):
    from raekoda.channels.open311.models import ApiKey
    with municipality_scope(towns[other]):
        partner = Partner.objects.get(name=towns[slug].name)
        partner.key = ApiKey.objects.get(name=slug)
        partner.save()
print(json.dumps(keys))
"""
Value = TypeVar("Value")


@dataclass(frozen=True)
class Towns:
    """Where the two answer, the keys that open them, the database behind."""

    port: int
    keys: dict[str, str]
    url: str

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[call-overload]

    def browser(self, town: str) -> Browser:
        return Browser(self.port, town)


class Browser:
    """Somebody's browser without JavaScript: keeps cookies, sends forms with their token."""

    def __init__(self, port: int, town: str) -> None:
        self.host = f"{town}.localhost:{port}"
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": self.host}, timeout=30)

    def get(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=False)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
        return answer.text

    def post(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Send the form of ``page`` that goes to ``path``; ``seen`` fields of the page are taken along."""
        html = self.get(page)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        assert token is not None
        hidden = dict(re.findall(r'type="hidden" name="(seen)" value="([^"]*)"', html))
        answer = self.client.post(path, data={"csrfmiddlewaretoken": token[1], **hidden, **fields})
        assert answer.status_code in (302, 303), (path, answer.status_code, answer.text[-3000:])
        return answer

    def sign_in(self, name: str) -> Browser:
        self.post("/toolaud/sisene/", "/toolaud/sisene/", username=name, password=PASSWORD)
        return self


@contextmanager
def two_towns() -> Iterator[Towns]:
    """Tartu and Elva, partners of each other, on one web server and one worker."""
    with copied_database() as url:
        port = free_port()
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(PROJECT),
            "RAEKODA_PORT": str(port),
        }
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE, PASSWORD], input=json.dumps({"port": port}), text=True, env=environment,
            capture_output=True, check=False,
        )  # fmt: skip
        assert prepared.returncode == 0, prepared.stderr[-3000:]
        with tempfile.TemporaryFile("w+") as log:
            commands = [web_command("127.0.0.1", port), [sys.executable, "-m", "raekoda.config.worker"]]
            running = [subprocess.Popen(command, env=environment, stdout=log, stderr=log) for command in commands]
            try:
                wait_for(port, running[0])
                yield Towns(port, json.loads(prepared.stdout.splitlines()[-1]), url)
            finally:
                for process in running:
                    process.terminate()
                for process in running:
                    process.wait(STOP_SECONDS)
                log.seek(0)
                print("".join(log)[-6000:], file=sys.stderr)


def until(what: Callable[[], Value], seconds: float = WAIT_SECONDS) -> Value:
    """Wait until ``what`` gives something, and give it."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)
    return found
