"""What the person reads of a run that looked at their data: written once for a rule and period."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from raekoda.core.actor import Actor
from raekoda.offers.models import Considered, OfferRule
from raekoda.persons.models import Person
from raekoda.tracker.looks import looked, register

OFFERS = "offers.run"
PURPOSE = "Kas inimesel on õigus toetusele, mida saaks talle pakkuda: %s"


def register_looks() -> None:
    """Name the look of a run."""
    register(OFFERS, words=_("the program checked whether a benefit can be offered to you"))


def note(rule: OfferRule, persons: Iterable[Person], period: str) -> None:
    """Write that a run looked at ``persons``, for those for whom it is not written yet; three queries and one a new look."""
    by_key = {person.pk: person for person in persons}
    there = Considered.objects.filter(rule=rule, period=period, person__in=list(by_key)).values_list(
        "person", flat=True
    )
    new = [by_key[key] for key in sorted(set(by_key) - set(there))]
    rows = [Considered(municipality_id=rule.municipality_id, rule=rule, person=each, period=period) for each in new]
    Considered.objects.bulk_create(rows, ignore_conflicts=True)
    for each in new:
        looked(each, Actor.system(), OFFERS, purpose=(PURPOSE % rule.benefit.name_et)[:300], subject=rule)
