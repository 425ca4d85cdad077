"""How many reports a second Open311 takes, durably, beside the raw rate at which psycopg commits the same rows.

    python bench/create.py [--clients 8] [--seconds 8] [--port 8103]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set), makes a municipality of its own in it,
starts the web server as ``raekoda run`` does, and sends form posts over kept-open connections. The raw part inserts a copy
of the contact, case, message and journal line that a report leaves, in one transaction each. Rounds of both take turns, so
that what else the machine does touches both.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import socket
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9003", "bench"
TABLES = ("people_contact", "cases_case", "cases_message", "core_journalentry")
TEXT = "Tänavavalgusti ei põle juba teist nädalat, õhtuti on bussipeatuse juures täiesti pime. Palun parandage ära."
ROUNDS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--port", type=int, default=int(os.environ.get("RAEKODA_PORT", "8103")))
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    url = ensure_database()
    key = prepare()
    server = start_server(options.port)
    try:
        request = form_post(options.port, key)
        run_http(options, request, seconds=2)
        templates = rows_of_last_case()
        raw, http = [], []
        for _ in range(ROUNDS):
            raw.append(run_raw(options, url, templates))
            http.append(run_http(options, request, options.seconds))
        report(options.clients, raw, http)
    finally:
        server.terminate()
        server.wait()


def prepare() -> str:
    """A municipality with a boundary, a service and a key; returns the key."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from raekoda.channels.open311.actions import new_key
    from raekoda.identity.places.models import Area
    from raekoda.platform.core.models import Host, Municipality
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.registry.services.models import Service

    names = {"name": "Mõõduvald", "county": "Mõõdu maakond", "slug": SLUG}
    municipality, _made = Municipality.objects.get_or_create(code=CODE, defaults=names)
    Host.objects.get_or_create(name=f"{SLUG}.localhost", municipality=municipality)
    ring = [[26.5, 58.3], [26.9, 58.3], [26.9, 58.5], [26.5, 58.5], [26.5, 58.3]]
    Area.objects.get_or_create(
        kind="municipality", code=CODE, municipality=None,
        defaults={"name": "Mõõduvald", "geometry": {"type": "Polygon", "coordinates": [ring]}},
    )  # fmt: skip
    with municipality_scope(municipality):
        values = {"takes_reports": True, "reports_are_public": True, "live": True, "slug": "valgus", "name": "Valgus"}
        Service.objects.get_or_create(municipality=municipality, code="valgus", defaults=values)
        return new_key(municipality, "bench")[1]


def start_server(port: int) -> subprocess.Popen[bytes]:
    from raekoda.config.web import web_command

    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    server = subprocess.Popen(web_command("127.0.0.1", port), env=environment, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit("the web server did not start")


def form_post(port: int, key: str) -> bytes:
    fields = {
        "api_key": key, "service_code": "valgus", "lat": "58.3803", "long": "26.7224", "description": TEXT,
        "address_string": "Riia 2", "first_name": "Mari", "last_name": "Maasikas", "phone": "55555555",
    }  # fmt: skip
    body = urlencode(fields).encode()
    head = (
        f"POST /open311/v2/requests.json HTTP/1.1\r\nHost: {SLUG}.localhost:{port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run_http(options: argparse.Namespace, request: bytes, seconds: float) -> list[float]:
    """Seconds each request took, of all clients."""
    return together(options.clients, send_requests, (options.port, request, seconds))


def send_requests(port: int, request: bytes, seconds: float) -> list[float]:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    taken = []
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        connection.sendall(request)
        answer = read_answer(connection)
        taken.append(time.perf_counter() - start)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"refused: {answer[:600].decode(errors='replace')}")
    return taken


def read_answer(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + body


def rows_of_last_case() -> dict[str, dict[str, Any]]:
    """One row of each table that a report leaves, by column, as text that the database reads back."""
    from django.db import connection

    with connection.cursor() as cursor:
        templates = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            texts = [column.name for column in cursor.description]
            columns = ", ".join(f"{name}::text" for name in texts)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id DESC LIMIT 1")
            templates[table] = dict(zip(texts, cursor.fetchone(), strict=True))
    return templates


def run_raw(options: argparse.Namespace, url: str, templates: dict[str, dict[str, Any]]) -> list[float]:
    return together(options.clients, commit_rows, (url, templates, options.seconds / 2))


def commit_rows(url: str, templates: dict[str, dict[str, Any]], seconds: float) -> list[float]:
    import psycopg

    statements = {}
    for table, row in templates.items():
        names = [name for name in row if name != "id"]
        marks = ", ".join(["%s"] * len(names))
        statements[table] = (f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) RETURNING id", names)
    taken = []
    with psycopg.connect(url, autocommit=True) as connection:
        end = time.perf_counter() + seconds
        while (start := time.perf_counter()) < end:
            keys: dict[str, str] = {}
            with connection.transaction():
                for table, (statement, names) in statements.items():
                    row = templates[table] | fresh(table, keys)
                    found = connection.execute(statement, [row[name] for name in names]).fetchone()
                    assert found is not None
                    keys[table] = str(found[0])
            taken.append(time.perf_counter() - start)
    return taken


def fresh(table: str, keys: dict[str, str]) -> dict[str, Any]:
    """What differs from row to row."""
    if table == "cases_case":
        return {"ref": secrets.token_hex(5), "token": secrets.token_urlsafe(16), "contact_id": keys["people_contact"]}
    if table == "cases_message":
        return {"case_id": keys["cases_case"]}
    return {"subject_id": keys["cases_case"]} if table == "core_journalentry" else {}


def together(count: int, work: Any, arguments: tuple[Any, ...]) -> list[float]:
    """Run ``work`` in ``count`` processes at once and join what they return."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(count)
    with ProcessPoolExecutor(count, context, initializer=wait_at, initargs=(gate,)) as pool:
        parts = [part.result() for part in [pool.submit(work, *arguments) for _ in range(count)]]
    return sorted(one for part in parts for one in part)


def wait_at(gate: Any) -> None:
    import psycopg  # noqa: F401 - loaded before the clock runs

    gate.wait()


def report(clients: int, raw: list[list[float]], http: list[list[float]]) -> None:
    def rate(rounds: list[list[float]]) -> float:
        return sum(clients * len(times) / sum(times) for times in rounds) / len(rounds)

    times = sorted(one for part in http for one in part)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"raw commits of the same rows: {rate(raw):,.0f} a second")
    print(f"reports through Open311:      {rate(http):,.0f} a second, {rate(http) / rate(raw):.0%} of raw")
    print(f"latency: p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, {len(times):,} reports")


if __name__ == "__main__":
    main()
