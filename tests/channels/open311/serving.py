"""The endpoint as it runs: the real web server in processes of its own, on a copy of the test database."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from raekoda.config.web import web_command

PROJECT = Path(__file__).resolve().parents[3]
HOST = "konstanz.localhost"
START_SECONDS = 180
PREPARE = """
import json, sys, django
django.setup()
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.channels.open311.actions import new_key
from raekoda.identity.places.models import Area
from raekoda.registry.services.models import Service

wanted = json.load(sys.stdin)
town = Municipality.objects.create(code="9990", name="Konstanz", county="Bodensee", slug="konstanz")
Host.objects.create(municipality=town, name=wanted["host"], is_primary=True)
west, south, east, north = wanted["bounds"]
ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
Area.objects.create(kind="municipality", code="9990", name="Konstanz", geometry={"type": "Polygon", "coordinates": [ring]})
with municipality_scope(town):
    for code, name in wanted["services"].items():
        Service.objects.create(
            municipality=town, code=code, slug=code, name=name, takes_reports=True, reports_are_public=True,
            needs_place=True, live=True,
        )
    print(json.dumps(new_key(town, "Konstanz")[1]))
"""


@dataclass(frozen=True)
class Served:
    """Where the server answers, the key that opens it, the database behind it."""

    port: int
    key: str
    url: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload]


@contextmanager
def served(services: dict[str, str], bounds: tuple[float, float, float, float]) -> Iterator[Served]:
    """Run the web server for a municipality of these ``services`` (code to name) within ``bounds``."""
    with copied_database() as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "raekoda.config.settings",
            "PYTHONPATH": str(PROJECT),
        }
        wanted = json.dumps({"services": services, "bounds": bounds, "host": HOST})
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE], input=wanted, text=True, env=environment, capture_output=True, check=False
        )
        assert prepared.returncode == 0, prepared.stderr
        port = free_port()
        with tempfile.TemporaryFile("w+") as log:
            server = subprocess.Popen(web_command("127.0.0.1", port), env=environment, stdout=log, stderr=log)
            try:
                wait_for(port, server)
                yield Served(port, json.loads(prepared.stdout.splitlines()[-1]), url)
            finally:
                server.terminate()
                server.wait(20)
                log.seek(0)
                print("".join(line for line in log if '"level": "error"' in line)[-3000:], file=sys.stderr)


@contextmanager
def copied_database() -> Iterator[str]:
    """Address of a copy of the test database, gone afterwards: what real processes commit leaves no trace in the tests'."""
    settings = connections["default"].settings_dict
    source, copy = settings["NAME"], f"{settings['NAME']}_served_{os.getpid()}"
    connections.close_all()
    address = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
    }
    given = {name: value for name, value in address.items() if value}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
        try:
            port = f":{given['port']}" if "port" in given else ""
            password = f":{given['password']}" if "password" in given else ""
            yield f"postgresql://{given.get('user', '')}{password}@{port}/{copy}?host={given.get('host', '')}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web server did not start")
