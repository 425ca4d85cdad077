"""Asking a register about a person: kept answers first, a register that fails is left alone, every question is written down."""

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

from raekoda.identity.accesslog.looks import looked
from raekoda.identity.persons.models import Person
from raekoda.identity.registers import messages
from raekoda.identity.registers.errors import Trouble
from raekoda.identity.registers.models import Connection, KeptAnswer, Query, Register
from raekoda.identity.registers.wire import Question, Reply, rest, soap
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.deliveries import breakers

log = structlog.get_logger(__name__)
WAYS: Mapping[str, Callable[[Question], Reply]] = {"soap": soap.ask, "rest": rest.ask}


@dataclass(frozen=True)
class Answer:
    """What a register says of a person, by our names, and when it was asked; ``data`` is None when it does not know them."""

    data: Any
    at: datetime
    is_kept: bool = False


def ask(
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
    """What the register of ``service`` ("population.residence") says of ``person``.

    ``purpose`` is why, in Estonian, for the person to read; ``issue`` the number of the matter; ``user`` the code of who
    caused it ("EE…"), with X-Road. An answer that is still kept is given again unless ``fresh``.
    ``seconds`` is for who has less patience than the register is usually given. Raises :class:`Trouble`.
    """
    if not purpose.strip():
        raise ValueError("a question to a register has a purpose")
    kept = None if fresh else _kept(service, person)
    if kept is not None:
        looked(person, actor, f"registers.{service.partition('.')[0]}", purpose=purpose)
        return kept
    connection, register = _way(service.partition(".")[0])
    question = Question(
        connection.server, connection.client, register.provider, messages.message(service), person.code,
        person.country, uuid4(), user, issue[:60], min(float(register.seconds), seconds or float(register.seconds)),
    )  # fmt: skip
    if not person.code:
        raise Trouble("no code")
    if breakers.rests_until(register.target) is not None:
        raise Trouble("resting")
    begun = monotonic()
    try:
        reply = WAYS[question.message.protocol](question)
        data = None if reply.content is None else question.message.read(reply.content)
    except Trouble as trouble:
        _wrote(service, person, actor, purpose, question, trouble.code, begun)
        if trouble.is_down:
            breakers.failed(register.municipality_id, register.target)
            log.warning("register_failed", register=register.key, code=trouble.code)
        elif trouble.was_asked:
            breakers.answered(register.target)
        raise
    breakers.answered(register.target)
    outcome = Query.UNKNOWN if data is None else Query.ANSWERED
    with transaction.atomic():
        _wrote(service, person, actor, purpose, question, outcome, begun, reply.request_hash)
        return _keep(service, person, data, register)


def known(service: str, person: Person) -> Answer | None:
    """The answer that is kept, without asking; None when there is none."""
    return _kept(service, person)


def _way(key: str) -> tuple[Connection, Register]:
    connection = Connection.objects.filter(is_active=True).first()
    register = Register.objects.filter(key=key, is_active=True).first()
    if connection is None or register is None:
        raise Trouble("not connected")
    return connection, register


def _kept(service: str, person: Person) -> Answer | None:
    try:
        found = KeptAnswer.objects.filter(person=person, service=service, expires_at__gt=clock.now()).first()
    except Unreadable:
        return None
    return Answer(found.values, found.asked_at, is_kept=True) if found else None


def _keep(service: str, person: Person, data: Any, register: Register) -> Answer:
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


def _wrote(
    service: str,
    person: Person,
    actor: Actor,
    purpose: str,
    question: Question,
    outcome: str,
    begun: float,
    request_hash: str = "",
) -> None:
    """The question stands in three places: our list of queries, the journal, what the person reads of looks."""
    with transaction.atomic():
        made = Query.objects.create(
            municipality_id=person.municipality_id, service=service, person=person, at=clock.now(), actor_kind=actor.kind,
            actor_id=actor.id, purpose=purpose[:300], issue=question.issue, message_id=question.id, outcome=outcome,
            request_hash=request_hash, milliseconds=round((monotonic() - begun) * 1000),
        )  # fmt: skip
        record("registers.query", person, actor, service=service, outcome=outcome, query=made.pk)
        if outcome == Query.ANSWERED:
            looked(person, actor, f"registers.{service.partition('.')[0]}", purpose=purpose, subject=made)
