"""Five hundred people ask for one slot at the same moment, through the web server as ``raekoda run`` starts it: exactly one has
it, every other one is told so on a page with other times. Then how long pages of a busy calendar take.

    python bench/bookings.py [--people 500] [--rounds 3] [--port 8105]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and a municipality of its own in it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

import psutil

from bench.create import start_server

CODE, HOST = "0171", "elva.localhost"
HALL = "saal"
READS = 60
LIMIT_SECONDS = 5.0
PATIENCE_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=int(os.environ.get("RAEKODA_PORT", "8105")))
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    prepare()
    server = start_server(options.port)
    try:
        asyncio.run(reads(options.port, 5))
        took, worked = [], []
        for number in range(options.rounds):
            before = worked_seconds(server.pid)
            took.append(race(options.port, options.people, number))
            worked.append(worked_seconds(server.pid) - before)
        pages = asyncio.run(reads(options.port, READS))
    finally:
        server.terminate()
        server.wait()
    print(
        f"{options.people} people, one slot: one had it and {options.people - 1} were told, in "
        f"{', '.join(f'{seconds:.2f}' for seconds in took)} s (most allowed: {LIMIT_SECONDS:g} s)"
    )
    print(
        f"processor time of the web server's two processes: {', '.join(f'{seconds:.2f}' for seconds in worked)} s "
        f"({1000 * min(worked) / options.people:.1f} ms a person)"
    )
    print(f"a week of the hall's calendar: median {statistics.median(pages):.0f} ms, slowest {max(pages):.0f} ms")
    return int(max(took) > LIMIT_SECONDS)


def worked_seconds(pid: int) -> float:
    """Processor time that the web server's processes have used."""
    server = psutil.Process(pid)
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def prepare() -> None:
    """A municipality with a hall that anybody may book, none of its bookings left from before."""
    import django

    django.setup()
    from datetime import time as hour

    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.models import RateCounter
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.publishing.website.actions import add_municipality
    from raekoda.selfservice.bookings.models import Booking, Item, OpeningRule, Resource

    municipality = add_municipality(CODE, actor=Actor.system()).municipality
    with municipality_scope(municipality):
        values = {"kind": "room", "name": "Saal", "who": "anyone", "slot_minutes": 60, "shortest_minutes": 60,
                  "open_on_holidays": True}  # fmt: skip
        hall, is_new = Resource.objects.get_or_create(municipality=municipality, slug=HALL, defaults=values)
        Booking.objects.filter(resource=hall).delete()
        RateCounter.objects.all().delete()
        if is_new:
            Item.objects.create(municipality=municipality, resource=hall, number=1)
            for weekday in range(7):
                OpeningRule.objects.create(
                    municipality=municipality, resource=hall, weekday=weekday, opens=hour(8), closes=hour(20)
                )


def race(port: int, people: int, number: int) -> float:
    """One race for a slot of its own; seconds from the first request sent to the last answer read."""
    from raekoda.platform.core.models import RateCounter

    RateCounter.objects.all().delete()
    answers, seconds = asyncio.run(ask_at_once(port, people, number))
    won = [answer for answer in answers if answer.startswith(b"HTTP/1.1 302") and b"/saadetud/" in answer]
    told = [answer for answer in answers if answer.startswith(b"HTTP/1.1 409")]
    clear = [answer for answer in told if b"Kirjutatu on alles" in answer and b"algus=" in answer]
    assert len(won) == 1, f"{len(won)} had the slot"
    assert len(clear) == people - 1, f"{people - 1 - len(clear)} got no clear answer"
    return seconds


async def ask_at_once(port: int, people: int, number: int) -> tuple[list[bytes], float]:
    lines = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(people)))
    requests = [form_post(port, number, person) for person in range(people)]
    begun = time.monotonic()
    answers = await asyncio.gather(*(exchange(*line, request) for line, request in zip(lines, requests, strict=True)))
    return answers, time.monotonic() - begun


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    """The whole answer; an error after ``PATIENCE_SECONDS`` without it."""
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    writer.close()
    return answer


def form_post(port: int, number: int, person: int) -> bytes:
    token = secrets.token_hex(16)
    body = urlencode({"csrfmiddlewaretoken": token, "name": "Mari", "email": f"i{number}-{person}@example.ee"}).encode()
    start = date.today() + timedelta(days=3)
    head = (
        f"POST /broneeri/{HALL}/uus/?algus={start}T{8 + number:02}:00Z&kestus=60 HTTP/1.1\r\nHost: {HOST}:{port}\r\n"
        f"Cookie: csrftoken={token}\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def reads(port: int, count: int) -> list[float]:
    """Milliseconds of asking for a week of the calendar, one after another."""
    took = []
    for _ in range(count):
        line = await asyncio.open_connection("127.0.0.1", port)
        begun = time.monotonic()
        week = date.today() + timedelta(days=3)
        request = f"GET /broneeri/{HALL}/?nadal={week} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n"
        answer = await exchange(*line, request.encode())
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        took.append((time.monotonic() - begun) * 1000)
    return took


if __name__ == "__main__":
    raise SystemExit(main())
