"""Whom a person may act for, as the registers have it now: written into persons, ended when it is gone there."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.db import transaction

from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.registers import mandates, population
from raekoda.identity.registers.errors import Trouble
from raekoda.platform.core.actor import Actor

PURPOSE = "Kelle eest sisseloginud inimene võib tegutseda"
"""Why the registers are asked when somebody signs in, as the person reads it."""
Kind = Representation.Kind
FAMILY, GIVEN = (Kind.PARENT, Kind.GUARDIAN), (Kind.MANDATE, Kind.BOARD)
log = structlog.get_logger(__name__)


def refresh(person: Person, *, actor: Actor | None = None, fresh: bool = False) -> list[str]:
    """Ask for children, wards and mandates of ``person``, each register apart; codes of what could not be asked.

    What a register that was not reached said before stays as it is, until its own period ends.
    """
    actor = actor or Actor.system()
    if not person.is_natural or person.forgotten_at is not None:
        return []
    return [trouble for trouble in (_family(person, actor, fresh), _mandates(person, actor, fresh)) if trouble]


def _family(person: Person, actor: Actor, fresh: bool) -> str:
    try:
        found = population.children(person, actor=actor, purpose=PURPOSE, user=user_of(person), fresh=fresh)
    except Trouble as trouble:
        return trouble.code
    with transaction.atomic():
        seen = []
        for child in found:
            if not child.has_custody:
                continue
            known = actions.know(
                person.municipality,
                code=child.code,
                actor=actor,
                given_name=child.given_name,
                family_name=child.family_name,
            )
            if known.pk != person.pk:
                seen.append(actions.represent(person, known, child.kind, actor=actor, source=Source.REGISTER).pk)
        _end_unseen(person, FAMILY, seen, actor)
    return ""


def _mandates(person: Person, actor: Actor, fresh: bool) -> str:
    try:
        found = mandates.held(person, actor=actor, purpose=PURPOSE, user=user_of(person), fresh=fresh)
    except Trouble as trouble:
        return trouble.code
    with transaction.atomic():
        seen = [made.pk for each in found if (made := _write(person, each, actor)) is not None]
        _end_unseen(person, GIVEN, seen, actor)
    return ""


def _write(person: Person, mandate: mandates.Held, actor: Actor) -> Representation | None:
    """The right by one mandate; None when the code of the represented is wrong."""
    kind = Person.Kind.LEGAL if mandate.is_legal else Person.Kind.NATURAL
    try:
        represented = actions.know(
            person.municipality, code=mandate.code, country=mandate.country, kind=kind, actor=actor,
            given_name=mandate.given_name, family_name=mandate.family_name,
        )  # fmt: skip
    except actions.PersonError:
        log.warning("mandate_with_a_wrong_code")
        return None
    if represented.pk == person.pk:
        return None
    return actions.represent(
        person, represented, mandate.kind, actor=actor, source=Source.REGISTER, roles=list(mandate.roles),
        valid_from=mandate.valid_from, valid_to=mandate.valid_to, external_id=mandate.external_id,
    )  # fmt: skip


def _end_unseen(person: Person, kinds: Iterable[str], seen: list[int], actor: Actor) -> None:
    """Rights that this register gave once and does not give any more; never those that an official wrote down."""
    gone = Representation.objects.filter(
        representative=person, kind__in=list(kinds), source=Source.REGISTER, ended_at=None
    ).exclude(pk__in=seen)
    for representation in gone.select_related("represented"):
        actions.end_representation(representation, actor=actor, reason="not in the register any more")


def user_of(person: Person) -> str:
    """Who caused a question, as X-Road-UserId has it: the country and the code."""
    return f"{person.country}{person.code}" if person.code else ""
