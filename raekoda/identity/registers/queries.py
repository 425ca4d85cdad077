"""Reads of connections, queries and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from raekoda.identity.persons.access import owned_by
from raekoda.identity.persons.models import Person
from raekoda.identity.registers.error_messages import get_error_message
from raekoda.identity.registers.models import Connection, Key, Query, Register, Statement
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.deliveries.models import Breaker

RECENT = 500


@dataclass(frozen=True)
class Health:
    """State of a register; ``register`` is None when it is not configured."""

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
        """The last error message."""
        if self.register is not None and self.register.trouble:
            return get_error_message(self.register.trouble)
        return get_error_message(self.failed.outcome) if self.failed else ""


def get_health() -> list[Health]:
    """State of every supported register, with three queries; considers the newest :data:`RECENT` logged queries."""
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


def get_connection() -> Connection | None:
    """The municipality's connection, active or not."""
    return Connection.objects.first()


def statements(actor: Actor) -> QuerySet[Statement]:
    """Statements that ``actor`` may see: all for officials, those of their subject for residents."""
    found = Statement.objects.select_related("person", "checked_by")
    if actor.may("registers.check_statement"):
        return found
    return found.filter(owned_by(actor))


def get_current_statement(person: Person, kind: str) -> Statement | None:
    """The current statement of a person: not refused or replaced."""
    return Statement.objects.filter(person=person, kind=kind, state__in=("stated", "confirmed")).first()
