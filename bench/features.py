"""How fast a page of 1,000 map features comes, whole request, among 1,000,000 public reports.

    python bench/features.py [--rows 1000000] [--rounds 30] [--explain]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and makes a municipality of its own in it.
Each figure is a request through all middleware: parameters, queries, 1,000 features, JSON (compressed where it says so);
CPU is what the web process itself worked of it, which other programs on the machine hardly change.
The target: 150 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [str(BENCH), str(BENCH.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG, HOST = "9006", "bench-features", "bench-features.localhost"
ITEMS = "/ogc/collections/reports/items"
ESTONIAN = "http://www.opengis.net/def/crs/EPSG/0/3301"
LIMIT = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--explain", action="store_true", help="print the plans of each request")
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    import logging

    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    logging.disable(logging.WARNING)
    import raekoda.config.wsgi  # noqa: F401 - as the web server's processes load it: what stays is not looked through again

    measure(options.rows, options.rounds, options.explain)


def measure(rows: int, rounds: int, explain: bool) -> None:
    """Fill up to ``rows`` public reports and print the milliseconds of each page."""
    import cases_list
    from django.test import Client

    from raekoda.platform.core.models import Host
    from raekoda.platform.core.tenancy import municipality_scope
    from raekoda.publishing.features import serving
    from raekoda.registry.services.models import Service

    serving.PER_MINUTE = 10**9
    make = (
        cases_list.MAKE.replace("n %% 2 = 0", "true").replace("md5('ref'", "md5('map'").replace("'token'", "'maptoken'")
    )
    municipality, keys = cases_list.prepare(CODE, SLUG)
    Host.objects.get_or_create(name=HOST, defaults={"municipality": municipality, "is_primary": True})
    with municipality_scope(municipality):
        Service.objects.update(live=True)
        cases_list.fill(municipality, rows, keys, make)
    client = Client(headers={"host": HOST})
    print(f"public reports {rows}, pages of {LIMIT}, milliseconds of the whole request")
    for name, (query, headers) in pages(municipality).items():
        url = f"{ITEMS}?{urlencode({'limit': LIMIT, **query})}"

        def ask(url: str = url, headers: Any = headers) -> Any:
            answer = client.get(url, headers=headers)
            assert answer.status_code == 200, answer.content
            return answer

        first = ask()
        if explain:
            print(f"--- {name}\n{plans(ask)}")
        started = time.process_time()
        times = cases_list.timed(ask, rounds)
        busy = (time.process_time() - started) * 1000 / (rounds + 2)
        count = "" if headers else f"{first.json()['numberReturned']} features, "
        print(
            f"{name:44} p50 {cases_list.at(times, 0.5):6.1f}  p95 {cases_list.at(times, 0.95):6.1f}  max {times[-1]:6.1f}"
            f"  CPU {busy:5.1f}  ({count}{len(first.content) // 1024} kB)"
        )


def pages(municipality: Any) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """What is asked for, by name: parameters and headers."""
    import cases_list

    from raekoda.casework.cases.models import Case
    from raekoda.platform.core import clock
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(municipality):
        order = ("-registered_at", "-id")
        deep = cases_list.cursor_after(Case.objects.all(), order, 500_000)
    then = clock.today() - timedelta(days=900)
    month = f"{then}/{then + timedelta(days=30)}"
    everything, quarter = "26,58,27,59", "26.71,58.36,26.74,58.38"
    street, nowhere = "26.7200,58.3700,26.7215,58.3705", "25.0,58.0,25.1,58.1"
    return {
        "first page": ({}, {}),
        "first page, compressed": ({}, {"accept-encoding": "gzip"}),
        "first page in EPSG:3301": ({"crs": ESTONIAN}, {}),
        "page 500": ({"cursor": deep}, {}),
        "box of the whole city": ({"bbox": everything}, {}),
        "box of the whole city, page 500": ({"bbox": everything, "cursor": deep}, {}),
        "box of a quarter": ({"bbox": quarter}, {}),
        "box of a few streets": ({"bbox": street}, {}),
        "box where nothing is": ({"bbox": nowhere}, {}),
        "box of a quarter in EPSG:3301": (
            {"bbox": "6472000,658500,6474500,660500", "bbox-crs": ESTONIAN, "crs": ESTONIAN}, {}),
        "a month": ({"datetime": month}, {}),
        "a month and a box of a quarter": ({"datetime": month, "bbox": quarter}, {}),
        "one status": ({"status": "assigned"}, {}),
        "one service": ({"service": "t5"}, {}),
        "a rare status and a box": ({"status": "new", "bbox": quarter}, {}),
    }  # fmt: skip


def plans(ask: Any) -> str:
    """The plans of the long queries of a request, as PostgreSQL ran them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    with connection.cursor() as cursor:
        found = []
        for query in asked:
            if "cases_case" in query["sql"]:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + query["sql"].replace("%", "%%"), [])
                found.append("\n".join(row[0] for row in cursor.fetchall()))
        return "\n\n".join(found)


if __name__ == "__main__":
    main()
