"""Deaths from the population register: representations end and offers to relatives become possible."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from raekoda.identity.persons.actions import record_death
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.registers import population
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.models import Query
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

PURPOSE = "Kas inimene on surnud: siis lõpevad õigused tema eest ja tema poolt tegutseda"
BATCH_SIZE = 500
CHECK_INTERVAL = timedelta(days=7)
log = structlog.get_logger(__name__)


def check_deaths() -> int:
    """Query persons with representations once a week each, at most :data:`BATCH_SIZE`, longest unchecked first. Stops
    when the register is unreachable. Returns the number of deaths found."""
    found = 0
    for person in _persons_to_check()[:BATCH_SIZE]:
        try:
            died_on = population.get_death(person, actor=Actor.system(), purpose=PURPOSE)
        except LookupFailed as trouble:
            if trouble.is_down or not trouble.was_asked:
                log.warning("deaths_not_all_asked", code=trouble.code)
                break
            continue
        if died_on is not None:
            record_death(person, Actor.system(), died_on=died_on)
            found += 1
    return found


def _persons_to_check() -> QuerySet[Person]:
    """Living natural persons with an Estonian code and a representation."""
    rights = Representation.objects.filter(Q(representative=OuterRef("pk")) | Q(represented=OuterRef("pk")))
    asked = Query.objects.filter(person=OuterRef("pk"), service=population.DEATH).order_by("-id").values("at")[:1]
    living = Person.objects.filter(
        Exists(rights), kind=Person.Kind.NATURAL, country="EE", died_on=None, forgotten_at=None
    ).exclude(code_digest="")
    due = Q(asked=None) | Q(asked__lt=clock.now() - CHECK_INTERVAL)
    return living.annotate(asked=Subquery(asked)).filter(due).order_by(F("asked").asc(nulls_first=True), "pk")
