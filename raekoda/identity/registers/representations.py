"""Representations from the registers: created, updated, and ended when a register no longer has them."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.db import transaction

from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.registers import mandates, population
from raekoda.identity.registers.errors import LookupFailed
from raekoda.platform.core.actor import Actor

PURPOSE = "Kelle eest sisseloginud inimene võib tegutseda"
"""Purpose of the queries, as shown to the person."""
Kind = Representation.Kind
FAMILY, GIVEN = (Kind.PARENT, Kind.GUARDIAN), (Kind.MANDATE, Kind.BOARD)
log = structlog.get_logger(__name__)


def refresh_representations(person: Person, *, actor: Actor | None = None, fresh: bool = False) -> list[str]:
    """Query children, wards and mandates of ``person``; returns the error codes of failed lookups.

    Representations from an unreachable register stay unchanged.
    """
    actor = actor or Actor.system()
    if not person.is_natural or person.forgotten_at is not None:
        return []
    return [trouble for trouble in (_family(person, actor, fresh), _mandates(person, actor, fresh)) if trouble]


def _family(person: Person, actor: Actor, fresh: bool) -> str:
    try:
        found = population.get_children(
            person, actor=actor, purpose=PURPOSE, user=get_user_identifier(person), fresh=fresh
        )
    except LookupFailed as trouble:
        return trouble.code
    with transaction.atomic():
        seen = []
        for child in found:
            if not child.has_custody:
                continue
            known = actions.get_or_create_person(
                person.municipality,
                code=child.code,
                actor=actor,
                given_name=child.given_name,
                family_name=child.family_name,
            )
            if known.pk != person.pk:
                seen.append(
                    actions.save_representation(person, known, child.kind, actor=actor, source=Source.REGISTER).pk
                )
        _end_missing(person, FAMILY, seen, actor)
    return ""


def _mandates(person: Person, actor: Actor, fresh: bool) -> str:
    try:
        found = mandates.get_held_mandates(
            person, actor=actor, purpose=PURPOSE, user=get_user_identifier(person), fresh=fresh
        )
    except LookupFailed as trouble:
        return trouble.code
    with transaction.atomic():
        seen = [made.pk for each in found if (made := _save_mandate(person, each, actor)) is not None]
        _end_missing(person, GIVEN, seen, actor)
    return ""


def _save_mandate(person: Person, mandate: mandates.Mandate, actor: Actor) -> Representation | None:
    """The representation for a mandate; None when the code of the represented person is invalid."""
    kind = Person.Kind.LEGAL if mandate.is_legal else Person.Kind.NATURAL
    try:
        represented = actions.get_or_create_person(
            person.municipality, code=mandate.code, country=mandate.country, kind=kind, actor=actor,
            given_name=mandate.given_name, family_name=mandate.family_name,
        )  # fmt: skip
    except actions.PersonError:
        log.warning("mandate_with_a_wrong_code")
        return None
    if represented.pk == person.pk:
        return None
    return actions.save_representation(
        person, represented, mandate.kind, actor=actor, source=Source.REGISTER, roles=list(mandate.roles),
        valid_from=mandate.valid_from, valid_to=mandate.valid_to, external_id=mandate.external_id,
    )  # fmt: skip


def _end_missing(person: Person, kinds: Iterable[str], seen: list[int], actor: Actor) -> None:
    """End representations from this register that it no longer returns; those entered by officials stay."""
    gone = Representation.objects.filter(
        representative=person, kind__in=list(kinds), source=Source.REGISTER, ended_at=None
    ).exclude(pk__in=seen)
    for representation in gone.select_related("represented"):
        actions.end_representation(representation, actor=actor, reason="not in the register any more")


def get_user_identifier(person: Person) -> str:
    """The X-Road-UserId of a person: country and code."""
    return f"{person.country}{person.code}" if person.code else ""
