"""Deaths, as the population register tells of them: rights to act end, and whoever is left can be offered what is due."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from raekoda.identity.persons.actions import set_death
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.registers import population
from raekoda.identity.registers.errors import Trouble
from raekoda.identity.registers.models import Query
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

PURPOSE = "Kas inimene on surnud: siis lõpevad õigused tema eest ja tema poolt tegutseda"
AT_ONCE = 500
ASKED_AGAIN_AFTER = timedelta(days=7)
log = structlog.get_logger(__name__)


def ask_about_deaths() -> int:
    """Ask about those who act for somebody or have somebody who acts for them, each once a week, at most :data:`AT_ONCE`, the
    longest unasked first. Gives how many died. A register that is not reached is asked another night."""
    found = 0
    for person in _to_ask()[:AT_ONCE]:
        try:
            died_on = population.death(person, actor=Actor.system(), purpose=PURPOSE)
        except Trouble as trouble:
            if trouble.is_down or not trouble.was_asked:
                log.warning("deaths_not_all_asked", code=trouble.code)
                break
            continue
        if died_on is not None:
            set_death(person, Actor.system(), died_on=died_on)
            found += 1
    return found


def _to_ask() -> QuerySet[Person]:
    """Living natural persons with a code of Estonia and family or rights that are known here."""
    rights = Representation.objects.filter(Q(representative=OuterRef("pk")) | Q(represented=OuterRef("pk")))
    asked = Query.objects.filter(person=OuterRef("pk"), service=population.DEATH).order_by("-id").values("at")[:1]
    living = Person.objects.filter(
        Exists(rights), kind=Person.Kind.NATURAL, country="EE", died_on=None, forgotten_at=None
    ).exclude(code_digest="")
    due = Q(asked=None) | Q(asked__lt=clock.now() - ASKED_AGAIN_AFTER)
    return living.annotate(asked=Subquery(asked)).filter(due).order_by(F("asked").asc(nulls_first=True), "pk")
