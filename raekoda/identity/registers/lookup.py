"""Lookups of a person in a register: cached responses first, with a circuit breaker, every query logged."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from django.db import transaction

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.models import Person
from raekoda.identity.registers import messages
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.models import Connection, KeptAnswer, Query, Register
from raekoda.identity.registers.xroad import RegisterRequest, RegisterResponse, rest, soap
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.deliveries import breakers

log = structlog.get_logger(__name__)
PROTOCOLS: Mapping[str, Callable[[RegisterRequest], RegisterResponse]] = {"soap": soap.send, "rest": rest.send}


@dataclass(frozen=True)
class Answer:
    """A register's response about a person, with our field names; ``data`` is None when the person is unknown there."""

    data: Any
    at: datetime
    is_cached: bool = False


def look_up(
    service: str,
    person: Person,
    *,
    actor: Actor,
    purpose: str,
    issue: str = "",
    user: str = "",
    fresh: bool = False,
    seconds: float | None = None,
) -> Answer:
    """Query the register of ``service`` ("population.residence") about ``person``.

    ``purpose`` (in Estonian) is shown to the person; ``issue`` is the case number; ``user`` the code of the person
    who caused the query ("EE…"), both sent over X-Road. A cached response is returned unless ``fresh``. ``seconds``
    shortens the register's timeout. Raises :class:`LookupFailed`.
    """
    if not purpose.strip():
        raise ValueError("a request to a register has a purpose")
    cached = None if fresh else _get_cached(service, person)
    if cached is not None:
        log_access(person, actor, f"registers.{service.partition('.')[0]}", purpose=purpose)
        return cached
    connection, register = _get_route(service.partition(".")[0])
    request = RegisterRequest(
        connection.server, connection.client, register.provider, messages.get_message(service), person.code,
        person.country, uuid4(), user, issue[:60], min(float(register.seconds), seconds or float(register.seconds)),
    )  # fmt: skip
    if not person.code:
        raise LookupFailed("no code")
    if breakers.open_until(register.target) is not None:
        raise LookupFailed("resting")
    begun = monotonic()
    try:
        response = PROTOCOLS[request.message.protocol](request)
        data = None if response.content is None else request.message.read(response.content)
    except LookupFailed as trouble:
        _log_query(service, person, actor, purpose, request, trouble.code, begun)
        if trouble.is_down:
            breakers.record_failure(register.municipality_id, register.target)
            log.warning("register_failed", register=register.key, code=trouble.code)
        elif trouble.was_asked:
            breakers.record_success(register.target)
        raise
    breakers.record_success(register.target)
    outcome = Query.UNKNOWN if data is None else Query.ANSWERED
    with transaction.atomic():
        _log_query(service, person, actor, purpose, request, outcome, begun, response.request_hash)
        return _cache_answer(service, person, data, register)


def get_cached_answer(service: str, person: Person) -> Answer | None:
    """The cached response, without a query; None when there is none."""
    return _get_cached(service, person)


def _get_route(key: str) -> tuple[Connection, Register]:
    connection = Connection.objects.filter(is_active=True).first()
    register = Register.objects.filter(key=key, is_active=True).first()
    if connection is None or register is None:
        raise LookupFailed("not connected")
    return connection, register


def _get_cached(service: str, person: Person) -> Answer | None:
    try:
        found = KeptAnswer.objects.filter(person=person, service=service, expires_at__gt=clock.now()).first()
    except Unreadable:
        return None
    return Answer(found.values, found.asked_at, is_cached=True) if found else None


def _cache_answer(service: str, person: Person, data: Any, register: Register) -> Answer:
    now = clock.now()
    KeptAnswer.objects.update_or_create(
        municipality_id=person.municipality_id, person=person, service=service,
        defaults={
            "data": json.dumps(data, ensure_ascii=False),
            "asked_at": now,
            "expires_at": now + timedelta(hours=register.kept_hours),
        },
    )  # fmt: skip
    return Answer(data, now)


def _log_query(
    service: str,
    person: Person,
    actor: Actor,
    purpose: str,
    request: RegisterRequest,
    outcome: str,
    begun: float,
    request_hash: str = "",
) -> None:
    """Log the query: as a ``Query``, in the journal and, when answered, in the person's access log."""
    with transaction.atomic():
        made = Query.objects.create(
            municipality_id=person.municipality_id, service=service, person=person, at=clock.now(), actor_kind=actor.kind,
            actor_id=actor.id, purpose=purpose[:300], issue=request.issue, message_id=request.id, outcome=outcome,
            request_hash=request_hash, milliseconds=round((monotonic() - begun) * 1000),
        )  # fmt: skip
        record("registers.query", person, actor, service=service, outcome=outcome, query=made.pk)
        if outcome == Query.ANSWERED:
            log_access(person, actor, f"registers.{service.partition('.')[0]}", purpose=purpose, subject=made)
