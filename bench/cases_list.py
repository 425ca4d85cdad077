"""How fast staff see their lists among many cases: first and 500th page, filtered, searched; at 100,000 and 1,000,000.

    python bench/cases_list.py [--rows 100000 1000000] [--rounds 40] [--explain]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes a municipality of its own in it.
One case in twenty is open; units, services, officials and words are drawn unevenly, as in life. Each figure is the whole
way from the filter to fifty ready rows with their service, unit and official, in one query.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9005", "bench-cases"
UNITS, SERVICES, OFFICIALS, VOCABULARY, WORDS_OF_A_CASE = 12, 60, 40, 20_000, 24
PAGE, FAR = 50, 500

MAKE = """
INSERT INTO cases_case (
    municipality_id, ref, token, kind, status, outcome, channel, language, subject, public_text, is_public, service_id,
    unit_id, official_id, point, address, attributes, registered_at, due_on, clock_from, suspended_days, closed_at,
    updated_at, reopened, forwarded_to, score_comment, external_source, external_id, words, withheld_reason)
SELECT %(municipality)s, substr(md5('ref' || n), 1, 10), substr(md5('token' || n), 1, 22),
    (ARRAY['report', 'report', 'report', 'enquiry', 'memo', 'information_request'])[1 + n %% 6],
    CASE WHEN n %% 20 > 0 THEN 'closed' WHEN n %% 60 = 0 THEN 'new' ELSE 'assigned' END,
    CASE WHEN n %% 20 > 0 THEN 'answered' ELSE '' END,
    (ARRAY['web', 'phone', 'open311', 'counter'])[1 + n %% 4], 'et', 'Pöördumine ' || n, 'Tänav on pime', n %% 2 = 0,
    (%(services)s::bigint[])[1 + floor(power(random(), 2) * %(service_count)s)::int],
    (%(units)s::bigint[])[1 + floor(power(random(), 2) * %(unit_count)s)::int],
    CASE WHEN n %% 60 > 0 THEN (%(officials)s::bigint[])[1 + n %% %(official_count)s] END,
    point(26.65 + random() * 0.15, 58.34 + random() * 0.08), 'Rüütli ' || n %% 90, '{}',
    now() - (%(rows)s - n) * interval '5 years' / %(rows)s,
    (now() - (%(rows)s - n) * interval '5 years' / %(rows)s + interval '15 days')::date,
    (now() - (%(rows)s - n) * interval '5 years' / %(rows)s)::date, 0,
    CASE WHEN n %% 20 > 0 THEN now() - (%(rows)s - n) * interval '5 years' / %(rows)s + interval '9 days' END,
    now() - (%(rows)s - n) * interval '5 years' / %(rows)s + interval '9 days', 0, '', '', '', '',
    array_to_tsvector(ARRAY(
        SELECT DISTINCT 'sõna' || floor(power(random(), 4) * %(vocabulary)s)::int
        FROM generate_series(1, %(words)s) WHERE n > 0)), ''
FROM generate_series(%(first)s::bigint, %(rows)s::bigint) AS n
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--explain", action="store_true", help="print the plan of each query")
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for rows in options.rows:
        measure(rows, options.rounds, options.explain)


def measure(rows: int, rounds: int, explain: bool) -> None:
    """Fill up to ``rows`` cases and print the milliseconds of each list."""
    from raekoda.platform.core.tenancy import municipality_scope

    random.seed(1789)
    municipality, keys = prepare()
    with municipality_scope(municipality):
        fill(municipality, rows, keys)
        print(f"cases {rows}, milliseconds")
        for name, ask in lists(municipality, keys).items():
            if explain:
                print(f"--- {name}\n{plan(ask)}")
            times = timed(ask, rounds)
            print(f"{name:44} p50 {at(times, 0.5):7.1f}  p95 {at(times, 0.95):7.1f}  max {times[-1]:7.1f}")


def prepare(code: str = CODE, slug: str = SLUG) -> tuple[Any, dict[str, list[int]]]:
    """The bench's municipality with its units, services and officials."""
    from raekoda.identity.accounts.models import Membership, Role, Unit, User
    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.registry.services.models import Service

    municipality, _ = Municipality.objects.get_or_create(
        code=code, defaults={"name": "Bench", "county": "-", "slug": slug}
    )
    with municipality_scope(municipality):
        units = [Unit.objects.get_or_create(municipality=municipality, name=f"Üksus {n}")[0] for n in range(UNITS)]
        for n in range(SERVICES):
            names = {"slug": f"teenus-{n}", "name": f"Teenus {n}", "unit": units[n % UNITS]}
            Service.objects.get_or_create(municipality=municipality, code=f"t{n}", defaults=names)
        for n in range(OFFICIALS):
            user, _ = User.objects.get_or_create(username=f"bench-{n}")
            Membership.objects.get_or_create(user=user, municipality=municipality, role=Role.OFFICIAL)
        keys = {
            "units": [unit.pk for unit in units],
            "services": list(Service.objects.order_by("pk").values_list("pk", flat=True)),
            "officials": list(User.objects.filter(username__startswith="bench-").values_list("pk", flat=True)),
        }
    return municipality, keys


def fill(municipality: Any, rows: int, keys: dict[str, list[int]], make: str = MAKE) -> None:
    """Add cases up to ``rows`` by the statement ``make``; those of an earlier run stay."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE municipality_id = %s", [municipality.pk])
        there = cursor.fetchone()[0]
        if there > rows:
            cursor.execute("DELETE FROM cases_case WHERE municipality_id = %s", [municipality.pk])
            there = 0
        started = time.perf_counter()
        for first in range(there + 1, rows + 1, 50_000):
            params = {
                "municipality": municipality.pk, "first": first, "rows": rows, "vocabulary": VOCABULARY,
                "words": WORDS_OF_A_CASE, "service_count": SERVICES, "unit_count": UNITS, "official_count": OFFICIALS,
                **keys,
            }  # fmt: skip
            last = f"LEAST(%(rows)s::bigint, {first + 49_999})"
            cursor.execute(make.replace("%(rows)s::bigint)", f"{last})"), params)
            if sys.stderr.isatty():
                print(f"\r{min(first + 49_999, rows)} of {rows}", end="", file=sys.stderr, flush=True)
        cursor.execute("VACUUM ANALYZE cases_case")
        print(f"made {rows - there} cases in {time.perf_counter() - started:.0f} s")


def lists(municipality: Any, keys: dict[str, list[int]]) -> dict[str, Callable[[], Any]]:
    """What staff look at, by name: each asks for one page and gives its rows."""
    from raekoda.casework.cases import queries
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.fields import Point
    from raekoda.platform.core.paging import page

    actor = Actor.system()

    def first(order: str = "due", **narrow: Any) -> Callable[[], Any]:
        return lambda: page(queries.queue(actor, **narrow), "", queries.ORDERS[order], PAGE).items

    def far(order: str = "due", **narrow: Any) -> Callable[[], Any]:
        start = cursor_after(queries.queue(actor, **narrow), queries.ORDERS[order], PAGE * FAR)
        return lambda: page(queries.queue(actor, **narrow), start, queries.ORDERS[order], PAGE).items

    rare, middling, common = "sõna9000", "sõna90", "sõna0"
    unit, service, official = keys["units"][3], keys["services"][5], keys["officials"][7]
    return {
        "open by due day, first page": first(open=True),
        f"open by due day, page {FAR}": far(open=True),
        "late, first page": first(late=True),
        "an official's own, first page": first(official=official, open=True),
        "a unit's open, first page": first(units=(unit,), open=True),
        "without an official, first page": first(unassigned=True),
        "all, newest, first page": first("newest"),
        f"all, newest, page {FAR}": far("newest"),
        "all, last changed, first page": first("changed"),
        f"all, last changed, page {FAR}": far("changed"),
        "a service, newest, first page": first("newest", service=service),
        f"a unit, newest, page {FAR}": far("newest", units=tuple(keys["units"][:3])),
        "closed of a kind, newest, first page": first("newest", statuses=("closed",), kind="memo"),
        "a unit and a kind, newest, first page": first("newest", units=(unit,), kind="information_request"),
        "registered in a month, newest": first("newest", **a_month()),
        "a rare word, newest": first("newest", text=rare),
        "a middling word, newest": first("newest", text=middling),
        "a common word, newest": first("newest", text=common),
        "two words, newest": first("newest", text=f"{common} {middling}"),
        "a word that is not there": first("newest", text="puuduv"),
        "a common word among the open, by due day": first("due", text=common, open=True),
        "a middling word in a unit, newest": first("newest", text=middling, units=(unit,)),
        "open public reports near a point": lambda: queries.nearby_open(Point(26.72, 58.38)),
    }


def a_month() -> dict[str, Any]:
    from datetime import timedelta

    from raekoda.platform.core import clock

    middle = clock.today() - timedelta(days=900)
    return {"registered_from": middle, "registered_to": middle + timedelta(days=30)}


def cursor_after(cases: Any, order: tuple[str, ...], rows: int) -> str:
    """The cursor that stands after ``rows`` rows, as somebody would have who paged so far (or to the last page)."""
    from raekoda.platform.core import paging

    ordered = cases.order_by(*order)
    found = list(ordered[rows - 1 : rows]) or [ordered.reverse()[PAGE]]
    return paging._write(found[0], order, backwards=False)


def plan(ask: Callable[[], Any]) -> str:
    """The plan of the one query that ``ask`` sends, as PostgreSQL ran it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + asked[-1]["sql"].replace("%", "%%"), [])
        return "\n".join(row[0] for row in cursor.fetchall())


def timed(ask: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each round, shortest first; two rounds warm up."""
    for _ in range(2):
        ask()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def at(times: list[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


if __name__ == "__main__":
    main()
