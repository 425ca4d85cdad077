"""How fast a resident's first page is: 200 matters of one person among 100,000 persons who have four each.

    python bench/my_page.py [--persons 100000] [--rounds 200] [--explain]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes a municipality of its own in it. The
page goes through the whole program as the web server calls it: session, gate, every room's section, template.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE = "0171"
OWN = {"cases": 60, "applications": 50, "bookings": 50, "payments": 40}
PAGE, BATCH = "/iseteenindus/", 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--explain", action="store_true", help="print the plan of each query of the page")
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    from django.core.management import call_command

    from raekoda.config.wsgi import application  # noqa: F401 - as the web server loads the program

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure(options)


def measure(options: Any) -> None:
    """Make what is missing and print the milliseconds of the page."""
    from django.conf import settings
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from raekoda.platform.core.tenancy import municipality_scope
    from tests.identity.persons.factory import sign_in

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.ALLOWED_HOSTS = ["*"]
    municipality, shared = prepare()
    with municipality_scope(municipality):
        persons = fill(municipality, options.persons, shared)
        many, few = (
            sign_in(Client(headers={"host": f"{municipality.slug}.localhost"}), person)
            for person in (persons[0], persons[1])
        )
    many.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        answer = many.get(PAGE)
    assert answer.status_code == 200, answer.status_code
    print(f"{options.persons} persons, {sum(OWN.values())} matters; {len(asked)} queries, {len(answer.content)} bytes")
    if options.explain:
        explain([query["sql"] for query in asked.captured_queries])
    print("milliseconds                 least    p50    p95   CPU p50")
    clients = {f"{sum(OWN.values())} matters": many, "4 matters": few}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in clients}
    for _ in range(options.rounds):
        for name, client in clients.items():
            started, used = time.perf_counter(), time.process_time()
            client.get(PAGE)
            took[name].append((time.perf_counter() - started, time.process_time() - used))
    for name, pairs in took.items():
        wall, cpu = (sorted(1000 * pair[n] for pair in pairs) for n in (0, 1))
        middle, high = len(wall) // 2, int(len(wall) * 0.95)
        print(f"{name:26} {wall[0]:7.1f}{wall[middle]:7.1f}{wall[high]:7.1f}{cpu[middle]:10.1f}")


def prepare() -> tuple[Any, dict[str, Any]]:
    """The municipality with a service, a form, a hall."""
    from raekoda.platform.core import clock
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.publishing.website.actions import add_municipality
    from raekoda.registry.forms.models import Form, FormVersion
    from raekoda.registry.services.models import Service
    from raekoda.selfservice.bookings.models import Item, Resource

    municipality = add_municipality(CODE, actor=Actor.system()).municipality
    own = {"municipality": municipality}
    with municipality_scope(municipality):
        service, _ = Service.objects.get_or_create(**own, code="toetus", defaults={"slug": "toetus", "name": "Toetus"})
        form, _ = Form.objects.get_or_create(
            **own, service=service, name="Toetus", defaults={"changed_at": clock.now()}
        )
        version, _ = FormVersion.objects.get_or_create(
            **own, form=form, number=1, defaults={"definition": {}, "published_at": clock.now()}
        )
        hall, _ = Resource.objects.get_or_create(**own, slug="minu-saal", defaults={"kind": "room", "name": "Saal"})
        item, _ = Item.objects.get_or_create(**own, resource=hall, number=1)
    return municipality, {"service": service, "version": version, "hall": hall, "item": item}


def fill(municipality: Any, many: int, shared: dict[str, Any]) -> list[Any]:
    """Persons up to ``many`` with their matters; those of an earlier run stay. The first has most. Gives the persons."""
    from django.db import connection, transaction

    from raekoda.identity.persons.models import Person
    from raekoda.platform.core import clock

    there = list(Person.objects.order_by("pk")[:many])
    if len(there) >= many:
        return there
    now = clock.now()
    started = time.perf_counter()
    for first in range(len(there), many, BATCH):
        with transaction.atomic():
            persons = Person.objects.bulk_create(
                Person(municipality=municipality, given_name=f"Inimene {n}", family_name="Näidis", code_digest=f"{n:064}",
                       created_at=now)
                for n in range(first, min(first + BATCH, many))
            )  # fmt: skip
            give(municipality, persons, shared, first)
            there += persons
        if sys.stderr.isatty():
            print(f"\r{len(there)} of {many}", end="", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"made {many} persons with their matters in {time.perf_counter() - started:.0f} s")
    return there


def give(municipality: Any, persons: list[Any], shared: dict[str, Any], first: int) -> None:
    """One matter of each kind to each of ``persons``, many to the very first."""
    from raekoda.casework.cases.models import Case
    from raekoda.platform.core import clock
    from raekoda.platform.core.tokens import new_ref
    from raekoda.registry.payments.models import Payment
    from raekoda.selfservice.applications.models import Application
    from raekoda.selfservice.bookings.models import Booking

    now, day = clock.now(), clock.today()

    def owners(kind: str) -> Iterator[tuple[int, Any]]:
        number = first * 2
        for person in persons:
            for _ in range(OWN[kind] if first == 0 and person is persons[0] else 1):
                yield number, person
                number += 1

    def case(person: Any, kind: str) -> Case:
        return Case(
            municipality=municipality, person=person, kind=kind, channel="web", subject="Minu asi", registered_at=now,
            due_on=day, clock_from=day, updated_at=now, service=shared["service"], status="new",
        )  # fmt: skip

    Case.objects.bulk_create(case(person, "enquiry") for _, person in owners("cases"))
    cases = Case.objects.bulk_create(case(person, "application") for _, person in owners("applications"))
    Application.objects.bulk_create(
        Application(municipality=municipality, ref=new_ref(), case=each, version=shared["version"], person=each.person,
                    applicant=each.person, sent_at=now)
        for each in cases
    )  # fmt: skip
    Payment.objects.bulk_create(
        Payment(municipality=municipality, key=f"bench:{n}", person=person, amount=Decimal(5), words={"et": "Tasu"},
                created_at=now, status="paid" if n % 2 else "asked", paid_at=now if n % 2 else None)
        for n, person in owners("payments")
    )  # fmt: skip

    def booking(n: int, person: Any) -> Booking:
        start = now + timedelta(hours=n - 20_000)
        end = start + timedelta(minutes=45)
        return Booking(
            municipality=municipality, resource=shared["hall"], item=shared["item"], starts_at=start, ends_at=end,
            span=(start, end), status="confirmed", person=person, created_at=now, changed_at=now,
        )  # fmt: skip

    Booking.objects.bulk_create(booking(n, person) for n, person in owners("bookings"))


def explain(queries: list[str]) -> None:
    """The plan of each reading query, in the municipality's own database."""
    from django.db import connection

    with connection.cursor() as cursor:
        for query in queries:
            if query.startswith("SELECT"):
                cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {query}")
                print(query[:140], *(line for (line,) in cursor.fetchall()), sep="\n    ")


if __name__ == "__main__":
    main()
