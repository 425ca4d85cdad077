"""Reads of connections, queries and statements, behind one gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from raekoda.identity.persons.access import own
from raekoda.identity.persons.models import Person
from raekoda.identity.registers.models import Connection, Key, Query, Register, Statement
from raekoda.identity.registers.words import words_of
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.deliveries.models import Breaker

RECENT = 500


@dataclass(frozen=True)
class Health:
    """How one register works: None where it is not set up."""

    key: str
    name: str
    register: Register | None
    last: Query | None
    failed: Query | None
    rests_until: datetime | None
    failures: int

    @property
    def state(self) -> str:
        """ "off", "rests", "fails", "works" or "unasked"."""
        if self.register is None or not self.register.is_active:
            return "off"
        if self.rests_until is not None:
            return "rests"
        if self.last is None:
            return "fails" if self.register.trouble else "unasked"
        return "works" if self.last.outcome in (Query.ANSWERED, Query.UNKNOWN) else "fails"

    @property
    def trouble(self) -> str:
        """What was wrong last, in words."""
        if self.register is not None and self.register.trouble:
            return words_of(self.register.trouble)
        return words_of(self.failed.outcome) if self.failed else ""


def health() -> list[Health]:
    """Every register that has an adapter, by three queries; of the questions the newest :data:`RECENT` are looked at."""
    registers = {register.key: register for register in Register.objects.all()}
    breakers = {breaker.target: breaker for breaker in Breaker.objects.filter(target__startswith="register:")}
    newest: dict[str, Query] = {}
    failed: dict[str, Query] = {}
    for query in Query.objects.defer("person").order_by("-id")[:RECENT]:
        key = query.service.partition(".")[0]
        newest.setdefault(key, query)
        if query.outcome not in (Query.ANSWERED, Query.UNKNOWN):
            failed.setdefault(key, query)
    now, found = clock.now(), []
    for key, name in Key.choices:
        breaker = breakers.get(f"register:{key}")
        until = breaker.open_until if breaker and breaker.open_until and breaker.open_until > now else None
        found.append(
            Health(
                key,
                str(name),
                registers.get(key),
                newest.get(key),
                failed.get(key),
                until,
                breaker.failures if breaker else 0,
            )
        )
    return found


def connection() -> Connection | None:
    """The open municipality's connection, in use or not."""
    return Connection.objects.first()


def statements(actor: Actor) -> QuerySet[Statement]:
    """Statements of the open municipality that ``actor`` may see: all for officials, those of their subject for residents."""
    found = Statement.objects.select_related("person", "checked_by")
    if actor.may("registers.check_statement"):
        return found
    return found.filter(own(actor))


def standing(person: Person, kind: str) -> Statement | None:
    """What a person stated and nobody refused or replaced."""
    return Statement.objects.filter(person=person, kind=kind, state__in=("stated", "confirmed")).first()
