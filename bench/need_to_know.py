"""What the rights of the reader cost on lists of cases: the same pages for one who reads all and for two who do not.

    python bench/need_to_know.py [--rows 1000000] [--rounds 40] [--explain]

Uses the municipality of ``bench/cases_list.py``. One case in fifty is special. The first reader has three units and two
special services; the second works in a unit without cases and was asked in on twenty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.cases_list import PAGE, at, fill, plan, prepare, timed

ASKED_IN, SPECIAL_EVERY = 20, 50
MAKE_SPECIAL = """
UPDATE cases_case SET sensitivity = (ARRAY['social', 'child', 'health'])[1 + id %% 3], is_restricted = true, is_public = false
WHERE municipality_id = %s AND id %% %s = 0 AND sensitivity NOT IN ('social', 'child', 'health')
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--explain", action="store_true", help="print the plan of each query")
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    from raekoda.platform.core.tenancy import municipality_scope

    call_command("migrate", verbosity=0)
    municipality, keys = prepare()
    with municipality_scope(municipality):
        fill(municipality, options.rows, keys)
        make_special(municipality)
        print(f"cases {options.rows}, milliseconds")
        for name, ask in lists(readers(municipality, keys)).items():
            if options.explain:
                print(f"--- {name}\n{plan(ask)}")
            times = timed(ask, options.rounds)
            print(f"{name:64} p50 {at(times, 0.5):7.1f}  p95 {at(times, 0.95):7.1f}  max {times[-1]:7.1f}")


def make_special(municipality: Any) -> None:
    """Every fiftieth case becomes a special matter."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(MAKE_SPECIAL, [municipality.pk, SPECIAL_EVERY])
        if cursor.rowcount:
            cursor.execute("VACUUM ANALYZE cases_case")


def readers(municipality: Any, keys: dict[str, list[int]]) -> dict[str, Any]:
    """The readers by name: the system reads all."""
    from raekoda.casework.cases.models import Case, CaseParticipant
    from raekoda.identity.accounts.models import Membership, Role, Unit, User
    from raekoda.platform.core import clock
    from raekoda.platform.core.actor import Actor

    units, services = keys["units"], keys["services"]
    three = User.objects.get_or_create(username="bench-three-units")[0]
    helper = User.objects.get_or_create(username="bench-helper")[0]
    for unit in units[3:6]:
        Membership.objects.get_or_create(user=three, municipality=municipality, role=Role.OFFICIAL, unit_id=unit)
    Membership.objects.get_or_create(
        user=three, municipality=municipality, role=Role.OFFICIAL, unit=None,
        defaults={"services": services[5:7], "categories": ["social", "child"]},
    )  # fmt: skip
    empty, _ = Unit.objects.get_or_create(municipality=municipality, name="Tühi üksus")
    Membership.objects.get_or_create(user=helper, municipality=municipality, role=Role.OFFICIAL, unit=empty)
    known = CaseParticipant.objects.filter(user=helper).count()
    step = Case.objects.count() // ASKED_IN
    for case in Case.objects.order_by("id").values_list("pk", flat=True)[::step][: ASKED_IN - known]:
        CaseParticipant.objects.create(
            municipality=municipality,
            case_id=case,
            user=helper,
            reason="asked_in",
            added_by=three,
            added_at=clock.now(),
        )
    return {"all": Actor.system(), "three units": Actor.staff(three), "asked in": Actor.staff(helper)}


def lists(actors: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """Each list for each reader, with the reading of the rights."""
    from raekoda.casework.cases import queries
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.paging import page

    def ask(actor: Any, order: str, **narrow: Any) -> Callable[[], Any]:
        def read() -> Any:
            if actor.user is None:
                reader = actor
            else:
                actor.user.__dict__.pop("_rights_by_municipality", None)
                reader = Actor.staff(actor.user)
            return page(queries.queue(reader, **narrow), "", queries.ORDERS[order], PAGE).items

        return read

    kinds: dict[str, dict[str, Any]] = {
        "open by due day": {"order": "due", "open": True},
        "all, newest": {"order": "newest"},
        "all, last changed": {"order": "changed"},
        "late": {"order": "due", "late": True},
        "a common word, newest": {"order": "newest", "text": "sõna0"},
        "a rare word, newest": {"order": "newest", "text": "sõna9000"},
        "closed memos, newest": {"order": "newest", "statuses": ("closed",), "kind": "memo"},
    }
    return {f"{kind}: {name}": ask(actor, **how) for kind, how in kinds.items() for name, actor in actors.items()}


if __name__ == "__main__":
    main()
