"""Access of runs to personal data, written to the access log once for a rule and period."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from raekoda.identity.accesslog import access_log
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.texts import written
from raekoda.selfservice.offers.models import Considered, OfferRule

RUN = "offers.run"
PURPOSE = "Kas inimesel on õigus toetusele, mida saaks talle pakkuda: %s"


def log_access(rule: OfferRule, persons: Iterable[Person], period: str) -> None:
    """Log that a run processed the data of ``persons``, once each, also concurrently. One query, and one for each new entry."""
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
        access_log.log_access(
            by_key[key],
            Actor.system(),
            RUN,
            purpose=(PURPOSE % written(rule.benefit, "name", "et"))[:300],
            subject=rule,
        )
