"""How many home and service pages a second visitors get, beside a bare Wagtail page on the same machine.

    python bench/pages.py [--clients 4] [--seconds 6] [--rounds 3] [--port 8107]

The bare page is one page type with a template of two lines in a site as Wagtail's own project template makes it
(bench/bare_wagtail), in a database of its own on the same server, behind the same web server with the same number of
processes. Rounds of all take turns, so that what else the machine does touches all. "anew" are the same pages with a query in
their address, "signed in" are those of a resident with a session: these never come from the page cache.
Needs the front-end packages (``make run`` or ``make test`` puts them there).
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
BENCH = PROJECT / "bench"
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE = "0793"
BARE_DATABASE = "raekoda_bare"
SERVICE = "mooduteenus"
TEXT = "Kirjeldus räägib, kellele teenus on, kuidas seda saada, mis selleks vaja on ja kui kaua see aega võtab. " * 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=int(os.environ.get("RAEKODA_PORT", "8107")))
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    url = ensure_database()
    cookie = prepare_pages()
    bare_url = prepare_bare(url)
    servers = [
        start("raekoda.config.wsgi:application", options.port, {}),
        start("bare_wagtail.wsgi:application", options.port + 50, {"DATABASE_URL": bare_url}),
    ]
    try:
        measure(options, cookie)
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def prepare_pages() -> str:
    """Make a municipality with its site and twelve services; returns the cookie of a signed-in resident."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.publishing.website.actions import add_municipality
    from raekoda.registry.services.models import Service, Topic

    municipality = add_municipality(CODE, actor=Actor.system()).municipality
    with municipality_scope(municipality):
        topics = list(Topic.objects.exclude(parent=None)[:12])
        for number, topic in enumerate(topics):
            slug = SERVICE if number == 0 else f"{SERVICE}-{number}"
            service, is_new = Service.objects.get_or_create(
                municipality=municipality, code=slug,
                defaults={"slug": slug, "name_et": f"Mõõduteenus {number}", "description_et": TEXT, "audience_et": TEXT,
                          "how_to_et": TEXT, "summary_et": TEXT[:100], "live": True, "is_popular": True},
            )  # fmt: skip
            if is_new:
                service.topics.add(topic)
                service.save()
        return signed_in(municipality)


def signed_in(municipality: Any) -> str:
    """The session cookie of a resident of the municipality."""
    from django.conf import settings
    from django.test import Client

    from raekoda.identity.persons.models import Person
    from raekoda.platform.core import clock
    from tests.identity.persons.factory import sign_in

    person, _ = Person.objects.get_or_create(
        municipality=municipality, code_digest=f"{1:064}",
        defaults={"given_name": "Mari", "family_name": "Näidis", "created_at": clock.now()},
    )  # fmt: skip
    client = sign_in(Client(), person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def prepare_bare(url: str) -> str:
    """The bare site's database and page; returns the database's address."""
    import psycopg

    bare_url = url.replace("/raekoda", f"/{BARE_DATABASE}", 1)
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BARE_DATABASE]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {BARE_DATABASE}")
    subprocess.run(
        [sys.executable, BENCH / "bare_wagtail" / "prepare.py"],
        check=True,
        env=surroundings({"DATABASE_URL": bare_url}),
    )
    return bare_url


def surroundings(more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{BENCH}", **more}


def start(application: str, port: int, more: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the web server just as ``raekoda run`` does, for another application."""
    from raekoda.config.web import web_command

    command = web_command("127.0.0.1", port, application)
    server = subprocess.Popen(command, env=surroundings(more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit(f"{application} did not start")


def measure(options: argparse.Namespace, cookie: str) -> None:
    host, service = "tartu.localhost", f"/teenused/{SERVICE}/"
    pages = {
        "bare Wagtail page": (options.port + 50, "localhost", "/", ""),
        "home page": (options.port, host, "/", ""),
        "service page": (options.port, host, service, ""),
        "home page, anew": (options.port, host, "/?anew", ""),
        "service page, anew": (options.port, host, f"{service}?anew", ""),
        "home page, signed in": (options.port, host, "/", cookie),
        "service page, signed in": (options.port, host, service, cookie),
    }
    taken: dict[str, list[list[float]]] = {name: [] for name in pages}
    for each in pages.values():
        ask(options, each, 1.5)
    for _ in range(options.rounds):
        for name, each in pages.items():
            taken[name].append(ask(options, each, options.seconds))
    report(options, taken)


def ask(options: argparse.Namespace, page: tuple[int, str, str, str], seconds: float) -> list[float]:
    """Seconds each request took, of all clients."""
    with ProcessPoolExecutor(options.clients) as pool:
        work = [pool.submit(send_requests, *page, seconds) for _ in range(options.clients)]
        return [each for done in work for each in done.result()]


def send_requests(port: int, host: str, path: str, cookie: str, seconds: float) -> list[float]:
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n{cookies}Accept-Encoding: gzip\r\n\r\n".encode()
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    taken = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        connection.sendall(request)
        answer = read_answer(connection)
        taken.append(time.perf_counter() - begun)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {answer[:300].decode(errors='replace')}")
    return taken


def read_answer(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    if not lengths:
        raise RuntimeError(f"an answer of unknown length: {head.decode(errors='replace')}")
    (length,) = lengths
    while len(body) < length:
        body += connection.recv(65536)
    return head


def report(options: argparse.Namespace, taken: dict[str, list[list[float]]]) -> None:
    print(f"{options.clients} clients, {options.rounds} rounds of {options.seconds:g} s, turn by turn\n")
    print(f"{'page':<26}{'a second':>10}{'of bare':>9}{'median':>10}{'p95':>10}")
    rates = {name: [len(each) / options.seconds for each in rounds] for name, rounds in taken.items()}
    bare = statistics.median(rates["bare Wagtail page"])
    for name, rounds in taken.items():
        every = sorted(each for one in rounds for each in one)
        rate = statistics.median(rates[name])
        middle, high = every[len(every) // 2] * 1000, every[int(len(every) * 0.95)] * 1000
        print(f"{name:<26}{rate:>10.0f}{rate / bare:>8.0%} {middle:>7.1f} ms{high:>7.1f} ms")


if __name__ == "__main__":
    main()
