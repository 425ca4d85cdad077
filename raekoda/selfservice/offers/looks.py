"""What the person reads of a run that looked at their data: written once for a rule and period."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.texts import written
from raekoda.selfservice.offers.models import Considered, OfferRule

OFFERS = "offers.run"
PURPOSE = "Kas inimesel on õigus toetusele, mida saaks talle pakkuda: %s"


def note(rule: OfferRule, persons: Iterable[Person], period: str) -> None:
    """Write that a run looked at ``persons``, for those for whom it is not written yet; two runs at once write it once. One
    query, and one for each new look."""
    by_key = {person.pk: person for person in persons}
    table = Considered._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (municipality_id, rule_id, person_id, period) "
            "SELECT %s, %s, unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING RETURNING person_id",
            [rule.municipality_id, rule.pk, sorted(by_key), period],
        )
        new = [key for (key,) in cursor.fetchall()]
    for key in new:
        log_access(
            by_key[key],
            Actor.system(),
            OFFERS,
            purpose=(PURPOSE % written(rule.benefit, "name", "et"))[:300],
            subject=rule,
        )
